#include "agent/runtime/outbox.hpp"

#include <algorithm>
#include <utility>

#include "agent/runtime/refused.hpp"

namespace liftbox {

void Outbox::connected(std::size_t window) {
  window_ = std::max<std::size_t>(window, 1);
  rewind();
}

void Outbox::disconnected() {
  window_ = 0;
  in_flight_.clear();
  for (Queue& queue : queues_)
    for (auto& [id, aside] : queue.aside)
      if (aside.retry_at == never) aside.retry_at = Moment{};
  rewind();
}

void Outbox::rewind() {
  under_way_.reset();
  for (Queue& queue : queues_) {
    queue.ready.clear();
    queue.after = 0;
    queue.look_again = true;
  }
}

std::optional<Outbox::Page> Outbox::wanted() {
  if (full() || under_way_ || settling_.size() >= most_unsettled) return std::nullopt;
  for (const RecordClass record_class : record_classes) {
    Queue& queue = of(record_class);
    if (queue.blocked()) continue;
    if (!queue.ready.empty()) return std::nullopt;
    if (!std::exchange(queue.look_again, false)) continue;
    under_way_ = Page{record_class, queue.after, ++pages_};
    return under_way_;
  }
  return std::nullopt;
}

void Outbox::fetched(const Page& page, std::vector<StoredRecord> records) {
  if (!is_under_way(page)) return;
  under_way_.reset();
  Queue& queue = of(page.record_class);
  if (records.size() >= page_size) queue.look_again = true;
  for (StoredRecord& stored : records) {
    queue.after = stored.id;
    if (!busy_with(stored.id)) queue.ready.push_back(std::move(stored));
  }
}

void Outbox::fetch_failed(const Page& page) {
  if (!is_under_way(page)) return;
  under_way_.reset();
  of(page.record_class).look_again = true;
}

std::optional<std::uint64_t> Outbox::admit() {
  if (full()) return std::nullopt;
  in_flight_.emplace(++tickets_, std::nullopt);
  return tickets_;
}

std::optional<Outbox::Offer> Outbox::next(Moment now) {
  if (full()) return std::nullopt;
  for (const RecordClass record_class : record_classes) {
    Queue& queue = of(record_class);
    if (auto again = due(queue, now)) return offer(std::move(*again));
    if (queue.blocked()) continue;
    if (!queue.ready.empty()) {
      StoredRecord stored = std::move(queue.ready.front());
      queue.ready.pop_front();
      return offer(std::move(stored));
    }
    if (queue.look_again || fetching(record_class)) return std::nullopt;  // the store may hold a more urgent
  }
  return std::nullopt;
}

std::optional<StoredRecord> Outbox::due(Queue& queue, Moment now) {
  const auto found = std::find_if(queue.aside.begin(), queue.aside.end(),
                                  [now](const auto& entry) { return entry.second.retry_at <= now; });
  if (found == queue.aside.end()) return std::nullopt;
  found->second.retry_at = never;
  return found->second.stored;
}

Outbox::Offer Outbox::offer(StoredRecord stored) {
  Offer offer{++tickets_, std::move(stored)};
  in_flight_.emplace(offer.ticket, offer.stored);
  return offer;
}

std::optional<std::int64_t> Outbox::accepted(std::uint64_t ticket) {
  const auto found = in_flight_.find(ticket);
  if (found == in_flight_.end()) return std::nullopt;
  const std::optional<StoredRecord> stored = std::move(found->second);
  in_flight_.erase(found);
  if (!stored) return std::nullopt;
  of(stored->record.record_class).aside.erase(stored->id);
  settling_.insert(stored->id);
  return stored->id;
}

void Outbox::settled(std::span<const std::int64_t> ids) {
  for (const std::int64_t id : ids) settling_.erase(id);
}

void Outbox::refused(std::uint64_t ticket, Moment now) {
  const auto found = in_flight_.find(ticket);
  if (found == in_flight_.end()) return;
  std::optional<StoredRecord> stored = std::move(found->second);
  in_flight_.erase(found);
  if (!stored) return;
  auto& aside = of(stored->record.record_class).aside;
  if (const auto before = aside.find(stored->id); before != aside.end()) {
    before->second.retry_at = now + retry_after(++before->second.refusals);
    return;
  }
  const std::int64_t id = stored->id;
  aside.emplace(id, Aside{std::move(*stored), now + retry_after(1)});
}

Moment Outbox::next_retry() const {
  Moment earliest = never;
  for (const Queue& queue : queues_)
    for (const auto& [id, aside] : queue.aside) earliest = std::min(earliest, aside.retry_at);
  return earliest;
}

bool Outbox::idle() const {
  return !under_way_ && std::all_of(queues_.begin(), queues_.end(), [](const Queue& queue) {
    return queue.blocked() || (queue.ready.empty() && !queue.look_again);
  });
}

std::size_t Outbox::set_aside() const {
  std::size_t all = 0;
  for (const Queue& queue : queues_) all += queue.aside.size();
  return all;
}

bool Outbox::busy_with(std::int64_t id) const {
  const auto is_it = [id](const auto& flying) { return flying.second && flying.second->id == id; };
  return settling_.contains(id) || std::any_of(in_flight_.begin(), in_flight_.end(), is_it) ||
         std::any_of(queues_.begin(), queues_.end(),
                     [id](const Queue& queue) { return queue.aside.contains(id); });
}

}  // namespace liftbox
