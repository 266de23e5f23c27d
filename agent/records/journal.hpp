#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/elevator/code_table.hpp"
#include "agent/elevator/lift.hpp"
#include "agent/records/command_ids.hpp"
#include "agent/records/dropped.hpp"
#include "agent/records/event_json.hpp"
#include "agent/records/record.hpp"
#include "agent/records/signing_key.hpp"

namespace liftbox {

/// The two times of a record, and how far the wall clock can be believed.
struct Stamp {
  Moment now{};
  std::int64_t wall_ms = 0;
  int utc_offset_min = 0;
  std::string clock;  ///< synced, holdover, unset
  std::string boot;   ///< UUID

  /// The wall clock's time of another moment.
  std::int64_t wall_ms_at(Moment at) const { return wall_ms - (now - at).count(); }
};

/// An incident that is not over.
struct OpenIncident {
  std::string id;  ///< "EPOCH:SEQ" of its first record
  EventType type = EventType::started;
  std::string subject;
  std::string which_case;  ///< of its type, as a region may number it apart
  Phase phase = Phase::raised;
  Severity severity = Severity::notice;
  Confidence confidence = Confidence::certain;
  std::int64_t since_ms = 0;  ///< wall time
  bool acknowledged = false;
  std::string alarm_epoch;  ///< the record that is repeated until somebody takes note
  Seq alarm_seq = 0;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("id", id);
    visit("type", type);
    visit("subject", subject);
    visit("which_case", which_case);
    visit("phase", phase);
    visit("severity", severity);
    visit("confidence", confidence);
    visit("since_ms", since_ms);
    visit("acknowledged", acknowledged);
    visit("alarm_epoch", alarm_epoch);
    visit("alarm_seq", alarm_seq);
  }
};

/// How far the chain is signed.
struct Sealed {
  Seq seq = 0;  ///< of the newest seal
  std::int64_t wall_ms = 0;

  template <class Visit>
  void fields(Visit&& visit) {
    visit("seq", seq);
    visit("wall_ms", wall_ms);
  }
};

/// Turns events into records: gives each its key, its incident and its place in the hash chain. Pure; the
/// agent's thread only.
class Journal {
 public:
  struct Identity {
    std::string device;
    std::string lift;  ///< registration code (注册代码); empty while not provisioned
  };
  struct Head {
    std::string epoch;
    Seq seq = 0;
    Sha256 hash{};
  };

  Journal(Identity identity, CodeTable codes, Head head);

  /// Another lift number or other codes from the next record on.
  void change(Identity identity, CodeTable codes);
  Record write(const Occurrence& occurrence, const Stamp& stamp);
  Record write_statistics(const StatisticsDocument& document, const Stamp& stamp);
  /// A seal follows: unsigned, nobody would believe it.
  Record write_drop(const Drop& drop, const Stamp& stamp);
  /// From now on the chain is sealed with this key.
  void seal_with(SigningKey key);
  std::optional<std::string> seal_key() const;  ///< the public one; nothing: records are not sealed
  /// A seal after what was written so far, if one is due: after an alarm at once, else once a day.
  std::optional<Record> seal_if_due(const Stamp& stamp);
  const Head& head() const { return head_; }
  const CodeTable& codes() const { return codes_; }
  /// Begins another epoch with this record; then come those of the old one that were not made durable,
  /// written anew: nobody has seen them. Their seals, and what they say was dropped, are left out.
  std::vector<Record> begin_epoch(const std::string& epoch, const Occurrence& first,
                                  const std::vector<Record>& undone, const Stamp& stamp);

  std::vector<OpenIncident> open_incidents;
  std::map<std::string, std::string> last_incidents;  ///< by type and subject; over or not
  Sealed sealed;
  CommandIds command_ids;  ///< of what the platform had done

  const OpenIncident* find(const std::string& id) const;
  const OpenIncident* find(EventType type) const;

 private:
  Record begin(RecordClass record_class, std::string_view type) const;
  void close(Record& record, nlohmann::json&& body, Moment at, const Stamp& stamp);
  RecordTerms terms(const Stamp& stamp) const;
  std::string case_in(const Event& event) const;
  std::string incident_of(const Event& event, const Record& record, std::int64_t since_ms);
  Record rewrite(const Record& undone, std::map<std::string, std::string>& moved);
  void chain(Record& record, nlohmann::json&& body);

  Identity identity_;
  CodeTable codes_;
  Head head_;
  std::optional<SigningKey> key_;
  bool seal_now_ = false;
};

}  // namespace liftbox
