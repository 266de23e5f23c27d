#include "protocols/city/intake.hpp"

#include <algorithm>
#include <variant>

namespace liftbox::city {
namespace {

/// A record is held as it came, as bytes and as columns.
std::size_t weight(const Letter& letter) {
  constexpr std::size_t copies = 3;
  constexpr std::size_t beside = 500;
  return copies * letter.payload.size() + letter.topic.size() + beside;
}

}  // namespace

void Intake::take(Read read, std::int64_t heard_ms) {
  heard_ms_ = heard_ms;
  std::visit([this](auto& what) { take(std::move(what)); }, read);
}

void Intake::take(Arrival arrival) {
  if (has_room_for(arrival.letter)) {
    records_.push_back(std::move(arrival));
  } else if (lost_.size() < most_diaries || lost_.contains(arrival.diary)) {
    Seq& newest = lost_[arrival.diary];
    newest = std::max(newest, arrival.seq);
  }
}

void Intake::take(Document document) {
  const std::pair key{document.device, document.kind};
  if (const auto older = documents_.find(key); older != documents_.end()) {
    bytes_ -= weight(older->second.letter);
    documents_.erase(older);
  }
  if (has_room_for(document.letter)) documents_.emplace(key, std::move(document));
}

void Intake::take(DeadLetter letter) {
  if (has_room_for(letter.letter)) dead_.push_back(std::move(letter));
}

bool Intake::has_room_for(const Letter& letter) {
  if (bytes_ + weight(letter) > most_bytes_) {
    ++let_go_;
    return false;
  }
  bytes_ += weight(letter);
  return true;
}

Batch Intake::next() {
  Batch batch;
  batch.heard_ms = heard_ms_;
  const auto count = [&](const Letter& letter) { bytes_ -= weight(letter); };
  for (; !records_.empty() && batch.size() < most_in_batch; records_.pop_front()) {
    count(records_.front().letter);
    batch.records.push_back(std::move(records_.front()));
  }
  for (; !documents_.empty() && batch.size() < most_in_batch; documents_.erase(documents_.begin())) {
    count(documents_.begin()->second.letter);
    batch.documents.push_back(std::move(documents_.begin()->second));
  }
  for (; !dead_.empty() && batch.size() < most_in_batch; dead_.pop_front()) {
    count(dead_.front().letter);
    batch.dead.push_back(std::move(dead_.front()));
  }
  if (records_.empty()) batch.lost = std::exchange(lost_, {});
  return batch;
}

}  // namespace liftbox::city
