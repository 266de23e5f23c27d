#include "agent/daemon/reload.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>
#include <utility>

#include "agent/daemon/sources.hpp"
#include "agent/records/canonical.hpp"
#include "agent/records/sha256.hpp"

namespace liftbox {
namespace {

constexpr std::size_t most_in_a_record = 20;

std::vector<std::string> lines_of(const std::vector<Mistake>& mistakes) {
  std::vector<std::string> lines(mistakes.size());
  std::transform(mistakes.begin(), mistakes.end(), lines.begin(),
                 [](const Mistake& mistake) { return to_utf8(to_string(std::vector{mistake})); });
  return lines;
}

}  // namespace

Reload::~Reload() {
  *alive_ = false;
}

void Reload::ask(std::string by, Tell tell) {
  if (!waiting_.empty()) {
    again_.push_back({std::move(by), std::move(tell)});
    return;
  }
  waiting_.push_back({std::move(by), std::move(tell)});
  hooks_.began();
  read();
}

void Reload::read() {
  reader_.emplace("config", 1);
  reader_->post([this, alive = alive_, post = parts_.post, file = parts_.site.file] {
    std::vector<Mistake> mistakes;
    auto next = std::make_shared<SiteConfig>();
    try {
      *next = load_site(file);
    } catch (const ConfigError& error) {
      mistakes = error.mistakes;
    }
    post([this, alive, next, mistakes] {
      if (!*alive) return;
      reader_.reset();
      if (stopped_) return;
      if (mistakes.empty())
        consider(std::move(*next));
      else
        refuse(lines_of(mistakes));
    });
  });
}

void Reload::consider(SiteConfig next) {
  differences_ = differences(parts_.site, next);
  touched_ = touched_by(differences_);
  if (const auto too_much = needing_restart(differences_); !too_much.empty()) {
    refuse(lines_of(too_much));
    return;
  }
  try {
    hooks_.check(next);
  } catch (const std::exception& error) {
    refuse({error.what()});
    return;
  }
  next_ = std::move(next);
  release_sources();
}

/// A device is opened anew only after the old source has let go of it.
void Reload::release_sources() {
  std::vector<std::unique_ptr<SignalSource>> kept;
  undisturbed_.clear();
  for (auto& source : parts_.sources) {
    const bool touched = is_line_source(*source) ? touched_.lines : touched_.controller;
    if (!touched)
      for (const SourceBindings& own : source->bindings()) undisturbed_.push_back(own.source);
    (touched ? released_ : kept).push_back(std::move(source));
  }
  parts_.sources = std::move(kept);
  still_at_work_ = released_.size();
  if (released_.empty()) exchange();
  for (auto& source : released_)
    source->retire([this, alive = alive_, post = parts_.post] {
      post([this, alive] {
        if (*alive && !stopped_ && --still_at_work_ == 0) exchange();
      });
    });
}

void Reload::exchange() {
  released_.clear();
  try {
    make_sources(*next_);
  } catch (const std::exception& error) {
    const std::string reason = error.what();
    make_sources(parts_.site);  // they were open a moment ago
    take();
    refuse({reason});
    return;
  }
  parts_.site = std::move(*next_);
  take();
  spdlog::set_level(spdlog::level::from_str(parts_.site.log_level));
  const auto taken = [this, alive = alive_] {
    if (!*alive || stopped_) return;
    Result result;
    for (const Difference& difference : differences_) result.changes.push_back(to_string(difference));
    if (!result.changes.empty())
      parts_.pipeline.note(EventType::configuration_changed, evidence(result.changes));
    refused_.clear();
    finish(result);
  };
  if (touched_.broker) {
    hooks_.exchange_broker(taken);
    return;
  }
  hooks_.republish();
  taken();
}

void Reload::make_sources(const SiteConfig& site) {
  std::unique_ptr<SignalSource> lines = touched_.lines ? hooks_.make_lines(site) : nullptr;
  std::unique_ptr<SignalSource> controller = touched_.controller ? hooks_.make_controller(site) : nullptr;
  for (auto* const made : {&controller, &lines})
    if (*made) released_.push_back(std::move(*made));
}

BoxEvidence Reload::evidence(const std::vector<std::string>& changes) const {
  const std::size_t told = std::min(changes.size(), most_in_a_record);
  const auto end = changes.begin() + static_cast<std::ptrdiff_t>(told);
  std::string text = fmt::format("{}", fmt::join(changes.begin(), end, "; "));
  if (told < changes.size()) text += fmt::format("; and {} more", changes.size() - told);
  BoxEvidence evidence{{{"changes", text}, {"site_sha256", to_hex(sha256(parts_.site.files.front().text))}}};
  std::set<std::string> by;
  for (const Asked& one : waiting_)
    if (!one.by.empty()) by.insert(one.by);
  if (!by.empty()) evidence.texts.emplace_back("by", fmt::format("{}", fmt::join(by, ", ")));
  return evidence;
}

/// Detection goes on with what is in force now, then the new sources may speak.
void Reload::take() {
  std::vector<SignalSource*> fresh;
  for (auto& source : released_) {
    fresh.push_back(source.get());
    parts_.sources.push_back(std::move(source));
  }
  released_.clear();
  const std::vector<SourceBindings> bindings = bindings_of(parts_.sources);
  parts_.pipeline.change({.rules = parts_.site.rules,
                          .facts = parts_.site.facts,
                          .sources = bindings,
                          .undisturbed = undisturbed_,
                          .identity = {parts_.site.device, parts_.site.lift.registration_code},
                          .codes = parts_.site.codes});
  hooks_.taken();
  for (SignalSource* const source : fresh) hooks_.start(*source);
}

void Reload::refuse(std::vector<std::string> reasons) {
  for (const std::string& reason : reasons) spdlog::error("configuration not taken: {}", reason);
  refused_ = std::move(reasons);
  finish({refused_, {}});
}

void Reload::finish(const Result& result) {
  next_.reset();
  for (const std::string& change : result.changes) spdlog::info("configuration: {}", change);
  for (const Mistake& warning : parts_.site.warnings) spdlog::warn("{}", warning.message);
  hooks_.ended();
  for (const Asked& one : std::exchange(waiting_, {})) one.tell(result);
  if (again_.empty()) return;
  waiting_ = std::exchange(again_, {});
  hooks_.began();
  read();
}

}  // namespace liftbox
