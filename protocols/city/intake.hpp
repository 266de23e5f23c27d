#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <utility>

#include "protocols/city/batch.hpp"

namespace liftbox::city {

/// What has come and is not written yet. Bounded: while the database is away for long, what does not fit any
/// more is let go, but its number is kept, so that the boxes can be asked for it. No receipt was given for
/// it.
class Intake {
 public:
  explicit Intake(std::size_t most_bytes) : most_bytes_{most_bytes} {}

  void take(Read read, std::int64_t heard_ms);
  /// The oldest of it; what was let go comes last, once there is room again.
  Batch next();

  bool empty() const { return records_.empty() && documents_.empty() && dead_.empty() && lost_.empty(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t let_go() const { return let_go_; }  ///< messages, since the start

  static constexpr std::size_t most_in_batch = 1000;
  static constexpr std::size_t most_diaries = 200'000;  ///< of which it is kept what was let go

 private:
  void take(Arrival arrival);
  void take(Document document);
  void take(DeadLetter letter);
  bool has_room_for(const Letter& letter);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::size_t let_go_ = 0;
  std::int64_t heard_ms_ = 0;
  std::deque<Arrival> records_;
  std::map<std::pair<std::string, Document::Kind>, Document> documents_;  ///< the newest of each
  std::deque<DeadLetter> dead_;
  std::map<Diary, Seq> lost_;
};

}  // namespace liftbox::city
