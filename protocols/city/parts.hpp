#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "protocols/city/arrival.hpp"

namespace liftbox::city {

/// Puts records together that the broker would not take whole: a summary below record/, and the bytes in
/// parts below snapshot/record-EPOCH:SEQ. They may come in any order, more than once, and cut otherwise when
/// they are sent again. All is in memory and bounded: beyond the bounds the record goes that has heard
/// nothing for the longest time, and its box sends it again. Used from one thread; what is wrong is told, not
/// thrown.
class Parts {
 public:
  struct Bounds {
    std::size_t records = 2000;                  ///< that wait for the rest
    std::size_t bytes = 16UL * 1024 * 1024;      ///< of their parts
    std::size_t largest_record = 1024UL * 1024;  ///< bytes, compressed and not: as of one that comes whole
  };

  explicit Parts(std::string topic_root);
  Parts(std::string topic_root, Bounds bounds);

  /// What a letter comes to, by itself or with those before it. Nothing while others are missing, and nothing
  /// of the flight recorder's snapshots.
  std::optional<Read> take(Letter letter);

  std::size_t waiting() const { return unfinished_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t given_up() const { return given_up_; }  ///< whose summary was here, since the start

 private:
  struct Key {
    std::string device;
    std::string name;  ///< "record-EPOCH:SEQ"
    auto operator<=>(const Key&) const = default;
  };
  struct Summary {
    std::string topic;
    Sha256 hash{};
    Seq low = 0;
    std::size_t bytes = 0;  ///< of the record
  };
  /// How the compressed bytes were cut: all parts have the same share but the last, which has the rest.
  struct Cut {
    Sha256 hash{};  ///< of the compressed bytes
    std::uint64_t size = 0, parts = 0, share = 0;
    bool operator==(const Cut&) const = default;
  };
  struct Part {
    Cut cut;
    std::uint64_t number = 0;  ///< from 1
    std::string data;
  };
  struct Unfinished {
    Key key;
    std::optional<Summary> summary{};
    Cut cut{};
    std::map<std::uint64_t, std::string> data{};  ///< by number
  };
  using Place = std::list<Unfinished>::iterator;

  std::optional<Read> take_summary(std::string_view device, const Letter& letter);
  std::optional<Read> take_part(std::string_view device, std::string_view name, const Letter& letter);
  Summary read_summary(Key& key, const Letter& letter) const;
  Part read_part(std::string_view name, const Letter& letter) const;

  Place find_or_make(Key key);
  void add(Unfinished& to, Part part);
  void forget_data(Unfinished& of);
  void drop(Place place);
  void keep_within_bounds();

  std::optional<Read> finish_if_complete(Place place);
  Read finish(const Unfinished& complete) const;

  std::string topic_root_;
  Bounds bounds_;
  std::list<Unfinished> unfinished_;  ///< the one that heard last is last
  std::map<Key, Place> places_;
  std::size_t bytes_ = 0;
  std::size_t given_up_ = 0;
};

}  // namespace liftbox::city
