#include "drivers/simulated/worn/chronicle.hpp"

#include <algorithm>
#include <iterator>

namespace liftbox::worn {

Chronicle::Entry Chronicle::begin(std::string_view kind, Time from, Facts facts) {
  open_.push_back({++last_, {std::string{kind}, cause_, from, never, std::move(facts)}});
  return last_;
}

std::vector<Chronicle::Open>::iterator Chronicle::find(Entry entry) {
  return std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.entry == entry; });
}

void Chronicle::note(Entry entry, std::string_view fact, std::int64_t value) {
  if (const auto open = find(entry); open != open_.end()) open->truth.facts.emplace_back(fact, value);
}

void Chronicle::note_all(std::string_view kind, std::string_view fact, std::int64_t value) {
  constexpr std::size_t most = 600;  // of a story that goes on for days
  for (Open& open : open_)
    if (open.truth.kind == kind && open.truth.facts.size() < most) open.truth.facts.emplace_back(fact, value);
}

void Chronicle::end(Entry& entry, Time now) {
  if (const auto open = find(entry); open != open_.end()) {
    open->truth.upto_ms = now;
    done_.push_back(std::move(open->truth));
    open_.erase(open);
  }
  entry = none;
}

void Chronicle::discard(Entry& entry) {
  if (const auto open = find(entry); open != open_.end()) open_.erase(open);
  entry = none;
}

void Chronicle::happened(std::string_view kind, std::string cause, Time from, Time upto, Facts facts) {
  done_.push_back({std::string{kind}, std::move(cause), from, upto, std::move(facts)});
}

void Chronicle::end_all(Time now) {
  for (Open& open : open_) {
    open.truth.upto_ms = now;
    done_.push_back(std::move(open.truth));
  }
  open_.clear();
}

void Chronicle::collect(std::vector<Truth>& truths) {
  truths.insert(truths.end(), std::make_move_iterator(done_.begin()), std::make_move_iterator(done_.end()));
  done_.clear();
}

}  // namespace liftbox::worn
