#include "tests/storage/power_cut.hpp"

#include <algorithm>
#include <set>

namespace liftbox::test {
void PowerCut::pass(const Disk::Operation& operation) {
  if (operation.kind == Kind::sync) {
    const auto of_file = [&](const Piece& piece) { return piece.operation.file == operation.file; };
    for (const Piece& piece : pieces_)
      if (of_file(piece)) carry_out(piece.operation, durable_);
    pieces_.erase(std::remove_if(pieces_.begin(), pieces_.end(), of_file), pieces_.end());
    return;
  }
  ++writes_;
  if (operation.kind != Kind::write) {
    pieces_.push_back({operation, writes_});
    return;
  }
  const auto end = operation.at + static_cast<std::int64_t>(operation.bytes.size());
  for (std::int64_t from = operation.at; from < end;) {
    const std::int64_t upto = std::min(end, (from / sector_bytes + 1) * sector_bytes);
    const auto offset = static_cast<std::size_t>(from - operation.at);
    pieces_.push_back({{Kind::write, operation.file, from,
                        operation.bytes.substr(offset, static_cast<std::size_t>(upto - from))},
                       writes_});
    from = upto;
  }
}

Disk::Files PowerCut::image(const Chosen& chosen) const {
  Disk::Files files = durable_;
  std::set<std::string> ended;  // a change of the directory that is lost takes along what came after it
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Disk::Operation& operation = pieces_[i].operation;
    if (!chosen[i] && is_directory(i)) ended.insert(operation.file);
    if (chosen[i] && !ended.contains(operation.file)) carry_out(operation, files);
  }
  return files;
}

template <class Take>
PowerCut::Chosen PowerCut::choose(Take take) const {
  Chosen chosen(pieces_.size());
  for (std::size_t i = 0; i < pieces_.size(); ++i) chosen[i] = take(i);
  return chosen;
}

std::vector<Disk::Files> PowerCut::images(std::mt19937& dice, int random) const {
  std::vector<Disk::Files> all;
  const auto add = [&](auto take) { all.push_back(image(choose(take))); };
  add([](std::size_t) { return false; });
  if (pieces_.empty()) return all;
  add([](std::size_t) { return true; });
  std::set<std::size_t> writes;
  for (const Piece& piece : pieces_) writes.insert(piece.write);
  for (const std::size_t write : writes) {
    add([&](std::size_t i) { return pieces_[i].write != write; });
    add([&](std::size_t i) { return pieces_[i].write == write || is_directory(i); });
  }
  const std::size_t last = pieces_.back().write;
  for (std::size_t torn = 0; torn < pieces_.size(); ++torn) {
    if (pieces_[torn].write != last) continue;
    add([&](std::size_t i) { return i <= torn; });
    add([&](std::size_t i) { return pieces_[i].write != last || i > torn; });
  }
  for (int mixture = 0; mixture < random; ++mixture)
    add([&](std::size_t i) { return is_directory(i) || dice() % 2 == 0; });
  return all;
}

}  // namespace liftbox::test
