#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "agent/records/dropped.hpp"

namespace liftbox {

/// Records that are not there, and which record of the box says why.
struct Missing {
  std::string device;
  std::string epoch;
  Seq from = 0;
  Seq upto = 0;
  std::string why;      ///< full: dropped to make room; damaged: lost
  std::string said_by;  ///< "EPOCH:SEQ"
};

/// A hole in a chain, and what stands at its ends.
struct Hole {
  Seq from = 0;
  Seq upto = 0;              ///< 0: nothing comes after it
  Sha256 before{}, after{};  ///< hash of the record before it; hash that the record after it names
};

/// What records of type `records_dropped` say of holes. One is believed once a seal has signed it: nobody
/// else can make such a record fit.
class Testimony {
 public:
  void hear(const std::string& device, const std::string& epoch, Seq seq, const DropTold& told);
  /// Asked of each witness: whether it is signed. True if there is a new one.
  bool believe(
      const std::function<bool(const std::string& device, const std::string& epoch, Seq seq)>& is_signed);

  /// The ranges that fill the hole to the end, and fit at both ends; nothing if there are none.
  std::optional<std::vector<Missing>> fill(const std::string& device, const std::string& epoch,
                                           const Hole& hole) const;
  /// Why what is said of the hole is not believed; empty: nothing is said of it.
  std::string doubt(const std::string& device, const std::string& epoch, const Hole& hole) const;
  /// Ranges of epochs for which `known` says false.
  std::vector<Missing> of_others(
      const std::function<bool(const std::string& device, const std::string& epoch)>& known) const;

 private:
  struct Said {
    DroppedRange range;
    std::string why;
    std::string witness_epoch;
    Seq witness_seq = 0;
    bool believed = false;
  };
  using Place = std::tuple<std::string, std::string, Seq>;  ///< device, epoch, first
  static Missing missing(const std::string& device, const Said& said);
  const Said* next(const std::string& device, const std::string& epoch, Seq from, const Sha256& before) const;

  std::multimap<Place, Said> said_;
};

}  // namespace liftbox
