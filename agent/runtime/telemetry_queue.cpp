#include "agent/runtime/telemetry_queue.hpp"

#include <algorithm>
#include <utility>

#include "agent/runtime/refused.hpp"

namespace liftbox {
namespace {

constexpr std::uint32_t around_a_payload = 512;  // fixed header, topic, properties

}  // namespace

void TelemetryQueue::add(TelemetryBatch batch, Moment now) {
  if (!fits(batch)) return;
  fresh_bytes_ += batch.payload.size();
  if (!fresh_.empty()) {
    TelemetryBatch& last = fresh_.back().batch;
    const std::size_t before = last.payload.size() + batch.payload.size();
    if (append_telemetry(last, batch, std::min(most_in_a_message, largest_))) {
      fresh_bytes_ -= before - last.payload.size();
      return bound_memory();
    }
  }
  batch.id = ++newest_id_;
  fresh_.push_back({std::move(batch), now});
  bound_memory();
}

bool TelemetryQueue::fits(const TelemetryBatch& batch) {
  const bool fits = batch.payload.size() <= largest_;
  if (!fits) lost_.add(batch);
  return fits;
}

void TelemetryQueue::bound_memory() {
  while (fresh_bytes_ > most_in_memory) {
    lost_.add(fresh_.front().batch);
    fresh_bytes_ -= fresh_.front().batch.payload.size();
    fresh_.pop_front();
  }
}

void TelemetryQueue::connected(std::uint32_t maximum_packet_size) {
  connected_ = true;
  retry_at_ = {};
  refusals_ = 0;
  largest_ = maximum_packet_size == 0 ? most_in_a_message
                                      : maximum_packet_size - std::min(maximum_packet_size, around_a_payload);
  std::erase_if(fresh_, [this](const Waiting& waiting) {
    if (fits(waiting.batch)) return false;
    fresh_bytes_ -= waiting.batch.payload.size();
    return true;
  });
}

void TelemetryQueue::disconnected(Moment now) {
  connected_ = false;
  for (auto& [ticket, flying] : std::exchange(in_flight_, {})) put_back(std::move(flying), now);
  behind_ = behind_ || !ready_.empty();
  ready_.clear();
  after_ = 0;
  under_way_.reset();
}

/// To its place by age.
void TelemetryQueue::put_back(Flying flying, Moment now) {
  const std::int64_t id = flying.batch.id;
  if (flying.stored) {
    ready_.insert(std::find_if(ready_.begin(), ready_.end(), [&](const auto& b) { return b.id > id; }),
                  std::move(flying.batch));
    return;
  }
  fresh_bytes_ += flying.batch.payload.size();
  fresh_.insert(std::find_if(fresh_.begin(), fresh_.end(), [&](const auto& w) { return w.batch.id > id; }),
                {std::move(flying.batch), now});
  bound_memory();
}

bool TelemetryQueue::ready(Moment now) const {
  if (!connected_ || in_flight_.size() >= most_in_flight || now < retry_at_) return false;
  return !ready_.empty() || (!through_store() && !fresh_.empty());
}

const std::string& TelemetryQueue::fly(std::uint64_t ticket) {
  Flying flying;
  flying.stored = !ready_.empty();
  if (flying.stored) {
    flying.batch = std::move(ready_.front());
    ready_.pop_front();
  } else {
    flying.batch = std::move(fresh_.front().batch);
    fresh_.pop_front();
    fresh_bytes_ -= flying.batch.payload.size();
  }
  return in_flight_.insert_or_assign(ticket, std::move(flying)).first->second.batch.payload;
}

std::optional<TelemetryQueue::Flying> TelemetryQueue::land(std::uint64_t ticket) {
  auto found = in_flight_.extract(ticket);
  if (found.empty()) return std::nullopt;
  return std::move(found.mapped());
}

std::uint64_t TelemetryQueue::accepted(std::uint64_t ticket) {
  const auto landed = land(ticket);
  if (!landed) return 0;
  refusals_ = 0;
  if (landed->stored) taken_.insert(landed->batch.id);
  return landed->batch.values;
}

void TelemetryQueue::refused(std::uint64_t ticket, Moment now) {
  auto landed = land(ticket);
  if (!landed) return;
  put_back(std::move(*landed), now);
  if (now < retry_at_) return;  // one of those that were in flight beside it
  retry_at_ = now + retry_after(++refusals_);
}

std::optional<TelemetryQueue::Page> TelemetryQueue::wanted() {
  if (!connected_ || !behind_ || under_way_ || !ready_.empty()) return std::nullopt;
  under_way_ = Page{after_, ++pages_};
  return under_way_;
}

void TelemetryQueue::fetched(const Page& page, std::vector<TelemetryBatch> batches) {
  if (!under_way_ || under_way_->number != page.number) return;
  under_way_.reset();
  behind_ = batches.size() >= page_size;
  for (TelemetryBatch& batch : batches) {
    after_ = batch.id;
    if (busy_with(batch.id)) continue;
    if (fits(batch))
      ready_.push_back(std::move(batch));
    else
      taken_.insert(batch.id);
  }
}

void TelemetryQueue::fetch_failed(const Page& page) {
  if (under_way_ && under_way_->number == page.number) under_way_.reset();
}

bool TelemetryQueue::busy_with(std::int64_t id) const {
  return taken_.contains(id) || std::any_of(in_flight_.begin(), in_flight_.end(),
                                            [id](const auto& entry) { return entry.second.batch.id == id; });
}

Moment TelemetryQueue::write_at() const {
  if (writing_) return never;
  Moment wanted = fresh_.empty() ? never : fresh_.front().since + patience;
  if (lost_.values > 0) wanted = long_ago;
  return wanted == never ? never : std::max(wanted, written_at_ + patience);
}

TelemetryStore::Keep TelemetryQueue::write(Moment now, bool all) {
  TelemetryStore::Keep keep;
  if (all)
    for (auto& [ticket, flying] : in_flight_)
      if (!flying.stored) keep.batches.push_back(flying.batch);
  for (Waiting& waiting : fresh_) keep.batches.push_back(std::move(waiting.batch));
  fresh_.clear();
  fresh_bytes_ = 0;
  keep.lost = std::exchange(lost_, {});
  keep.spare_upto = connected_ ? after_ : 0;
  writing_ = true;
  written_at_ = now;
  return keep;
}

void TelemetryQueue::written(const TelemetryStore::Keep& keep) {
  writing_ = false;
  if (keep.batches.empty()) return;
  behind_ = true;
  after_ = std::min(after_, keep.batches.front().id - 1);
}

void TelemetryQueue::write_failed(TelemetryStore::Keep keep, Moment now) {
  writing_ = false;
  lost_.add(keep.lost);
  for (TelemetryBatch& batch : keep.batches) put_back({std::move(batch), false}, now);
}

std::vector<std::int64_t> TelemetryQueue::to_remove() {
  const auto stored = [](const auto& entry) { return entry.second.stored; };
  const bool more_comes =
      !ready_.empty() || under_way_ || std::any_of(in_flight_.begin(), in_flight_.end(), stored);
  if (removing_ || taken_.empty() || (more_comes && taken_.size() < page_size)) return {};
  removing_ = true;
  return {taken_.begin(), taken_.end()};
}

void TelemetryQueue::removed(const std::vector<std::int64_t>& ids) {
  removing_ = false;
  for (const std::int64_t id : ids) taken_.erase(id);
}

std::uint64_t TelemetryQueue::values_in_memory() const {
  std::uint64_t values = 0;
  for (const Waiting& waiting : fresh_) values += waiting.batch.values;
  for (const auto& [ticket, flying] : in_flight_)
    if (!flying.stored) values += flying.batch.values;
  return values;
}

}  // namespace liftbox
