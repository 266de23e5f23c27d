#include "drivers/simulated/wires/happening_log.hpp"

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace liftbox::simulated {
namespace {

std::chrono::nanoseconds read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

/// UTC, RFC 3339, milliseconds.
std::string rfc3339(std::chrono::milliseconds since_1970) {
  const std::time_t whole = since_1970 / 1s;
  tm parts{};
  gmtime_r(&whole, &parts);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string ms = std::to_string(1000 + since_1970 % 1s / 1ms);
  return std::string{text.data(), size} + "." + ms.substr(1) + "Z";
}

}  // namespace

HappeningLog::HappeningLog(const std::string& file, std::int64_t origin_ns) : origin_ns_{origin_ns} {
  if (file.empty()) return;
  out_.open(file, std::ios::trunc);
  if (!out_) throw std::runtime_error{file + " cannot be written; give --log a path that can"};
}

void HappeningLog::write(const Happening& happening) {
  if (!out_.is_open()) return;
  const std::chrono::nanoseconds at = std::chrono::nanoseconds{origin_ns_} + happening.at;
  const std::chrono::nanoseconds ago = read_clock(CLOCK_MONOTONIC) - at;
  nlohmann::ordered_json line{
      {"story_s", in_seconds(happening.at)},
      {"monotonic_ms", at / 1ms},
      {"time",
       rfc3339(std::chrono::duration_cast<std::chrono::milliseconds>(read_clock(CLOCK_REALTIME) - ago))},
      {"what", happening.what}};
  for (const auto& [name, detail] : happening.details)
    std::visit([&, &key = name](const auto& value) { line[key] = value; }, detail);
  out_ << line.dump() << std::endl;
}

}  // namespace liftbox::simulated
