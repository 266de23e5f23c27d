#pragma once

#include <cstddef>
#include <random>
#include <vector>

#include "tests/storage/disk.hpp"

namespace liftbox::test {

/// Follows the history of a disk and knows what may be on it if the power fails now: all that was synced, and
/// of what was not, any part: lost, torn at a sector, or out of order. Files come into being, go and shrink
/// in the order in which they were told to.
class PowerCut {
 public:
  void pass(const Disk::Operation& operation);

  /// Nothing of what is not synced; all of it; each write alone and each alone missing; the last one torn at
  /// each of its sectors, either half of it there; and `random` mixtures of sectors.
  std::vector<Disk::Files> images(std::mt19937& dice, int random) const;

 private:
  using Kind = Disk::Operation::Kind;

  /// What the disk does at once: a sector, or a change of the directory.
  struct Piece {
    Disk::Operation operation;
    std::size_t write;  ///< pieces of one write share its number
  };
  using Chosen = std::vector<bool>;

  Disk::Files image(const Chosen& chosen) const;
  bool is_directory(std::size_t piece) const { return pieces_[piece].operation.kind != Kind::write; }
  template <class Take>
  Chosen choose(Take take) const;

  Disk::Files durable_;
  std::vector<Piece> pieces_;  ///< not synced, in the order in which they were written
  std::size_t writes_ = 0;
};

}  // namespace liftbox::test
