#include "agent/records/command_ids.hpp"

#include <utility>

namespace liftbox {

bool CommandIds::take(const std::string& id, Moment now) {
  while (!seen_.empty() && now - seen_.front().at >= kept) forget_oldest();
  if (known_.contains(id)) return false;
  keep({now, id});
  return true;
}

std::vector<CommandIds::Seen> CommandIds::newest(Moment now) const {
  std::vector<Seen> newest;
  const std::size_t skipped = seen_.size() > most_saved ? seen_.size() - most_saved : 0;
  for (std::size_t i = skipped; i < seen_.size(); ++i)
    if (now - seen_[i].at < kept) newest.push_back(seen_[i]);
  return newest;
}

void CommandIds::take_up(const std::vector<Seen>& earlier) {
  seen_.clear();
  known_.clear();
  for (const Seen& seen : earlier)
    if (!known_.contains(seen.id)) keep(seen);
}

void CommandIds::keep(Seen seen) {
  if (seen_.size() >= most) forget_oldest();
  known_.insert(seen.id);
  seen_.push_back(std::move(seen));
}

void CommandIds::forget_oldest() {
  known_.erase(seen_.front().id);
  seen_.pop_front();
}

}  // namespace liftbox
