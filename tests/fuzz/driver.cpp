// Runs a harness without libFuzzer: each file of its corpus, then changes of them, the same ones for a seed.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/bytes.hpp"

extern "C" {
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());
__attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t*, std::size_t, std::size_t, unsigned);
}

namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t longest = 65'536;

std::mt19937 dice;  // NOLINT: LLVMFuzzerMutate has no other way to it
Bytes running;      // NOLINT: nor have those who are told of the death

std::size_t below(std::size_t end) {
  return dice() % end;
}

void keep_what_ran() {
  const char* const file = "fuzz-reproducer";
  std::ofstream{file, std::ios::binary}.write(reinterpret_cast<const char*>(running.data()),
                                              static_cast<std::streamsize>(running.size()));
  std::cerr << "the input is in " << std::filesystem::absolute(file).native() << '\n';
}

void run(Bytes input) {
  running = std::move(input);
  // A buffer of its own size: the sanitizer sees a read behind its end.
  const Bytes exact{running.begin(), running.end()};
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void change_once(Bytes& bytes) {
  const std::size_t at = below(bytes.size() + 1);
  const std::size_t end = at + below(std::min<std::size_t>(bytes.size() - at, 32) + 1);
  const auto place = [&](std::size_t index) { return bytes.begin() + static_cast<std::ptrdiff_t>(index); };
  switch (dice() % 5) {
    case 0:
      if (at < bytes.size()) bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1U << dice() % 8);
      break;
    case 1:
      if (at < bytes.size()) bytes[at] = static_cast<std::uint8_t>(dice());
      break;
    case 2:
      bytes.insert(place(at), static_cast<std::uint8_t>(dice()));
      break;
    case 3:
      bytes.erase(place(at), place(end));
      break;
    default: {
      const Bytes piece{place(at), place(end)};
      bytes.insert(place(below(bytes.size() + 1)), piece.begin(), piece.end());
    }
  }
}

Bytes changed(Bytes input) {
  if (LLVMFuzzerCustomMutator == nullptr) {
    for (auto times = dice() % 4 + 1; times > 0; --times) change_once(input);
    return input;
  }
  const std::size_t size = std::min(input.size(), longest);
  input.resize(longest);
  input.resize(LLVMFuzzerCustomMutator(input.data(), size, longest, static_cast<unsigned>(dice())));
  return input;
}

std::vector<Bytes> corpus_of(const std::filesystem::path& place) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(place))
    for (const auto& entry : std::filesystem::directory_iterator{place}) files.push_back(entry.path());
  else
    files.push_back(place);
  std::sort(files.begin(), files.end());
  std::vector<Bytes> corpus;
  for (const std::filesystem::path& file : files) {
    std::ifstream in{file, std::ios::binary};
    corpus.emplace_back(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
  }
  return corpus;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) {
  Bytes bytes{data, data + size};
  change_once(bytes);
  bytes.resize(std::min(bytes.size(), most));
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) {
    std::cerr << "usage: " << argv[0] << " CORPUS|FILE [SECONDS] [SEED]\n";
    return 2;
  }
  const std::chrono::duration<double> seconds{argc > 2 ? std::stod(argv[2]) : 2};
  dice.seed(argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : 1);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_what_ran);
  std::signal(SIGABRT, [](int) { keep_what_ran(); });

  const std::vector<Bytes> corpus = corpus_of(argv[1]);
  for (const Bytes& input : corpus) run(input);
  std::uint64_t changes = 0;
  const auto end = std::chrono::steady_clock::now() + seconds;
  for (; !corpus.empty() && std::chrono::steady_clock::now() < end; ++changes)
    run(changed(changes % 4 == 0 || running.size() > longest ? corpus[below(corpus.size())] : running));
  std::cout << corpus.size() << " files and " << changes << " changes of them\n";
  return corpus.empty() ? 1 : 0;
}
