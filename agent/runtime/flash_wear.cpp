#include "agent/runtime/flash_wear.hpp"

namespace liftbox {
namespace {

constexpr Duration hour = std::chrono::hours{1};
constexpr Duration day = std::chrono::hours{24};

}  // namespace

bool FlashWear::measured(std::uint64_t bytes, Moment now, std::uint64_t budget) {
  latest_ = {now, bytes};
  if (hours_.empty() || now - hours_.back().at >= hour) hours_.push_back(latest_);
  while (hours_.size() > 1 && now - hours_[1].at >= day) hours_.pop_front();
  const auto wear = a_day();
  if (!wear || *wear <= budget || now - told_at_ < day) return false;
  told_at_ = now;
  return true;
}

std::optional<std::uint64_t> FlashWear::a_day() const {
  if (hours_.empty()) return std::nullopt;
  const Measured& first = hours_.front();
  const Duration span = latest_.at - first.at;
  if (span < hour) return std::nullopt;
  const std::uint64_t written = latest_.bytes - first.bytes;
  return written * static_cast<std::uint64_t>(day.count()) / static_cast<std::uint64_t>(span.count());
}

}  // namespace liftbox
