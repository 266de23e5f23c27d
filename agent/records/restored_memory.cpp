#include <array>
#include <charconv>
#include <concepts>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "agent/elevator/lift.hpp"
#include "agent/records/journal.hpp"
#include "agent/records/memory.hpp"
#include "agent/records/remembered.hpp"

namespace liftbox {
namespace {

using nlohmann::json;

constexpr std::size_t most_items = 4096;

/// What is wrong, and where.
struct Unsound : std::runtime_error {
  using std::runtime_error::runtime_error;
  std::string place{};
};

template <class Load>
void within(const std::string& name, Load&& load) {
  try {
    load();
  } catch (Unsound& wrong) {
    wrong.place = wrong.place.empty() ? name : name + '.' + wrong.place;
    throw;
  }
}

/// The compiler writes an enumerator by its name, any other number as a cast: "(Phase)9".
template <auto value>
constexpr bool is_enumerator() {
  return std::string_view{__PRETTY_FUNCTION__}.find("= (") == std::string_view::npos;
}
/// The enumerations of the memory count 0, 1, 2 ….
template <class Enum, int from = 0>
constexpr int enumerators() {
  if constexpr (is_enumerator<static_cast<Enum>(from)>())
    return enumerators<Enum, from + 1>();
  else
    return from;
}
static_assert(enumerators<RecordClass>() == int{record_classes.size()});

template <class T>
concept HasInvariant = requires(const T& t) {
  { t.sound() } -> std::same_as<bool>;
};

/// Reads what `save` wrote; a member that the text does not have is none, or keeps its value. Throws Unsound
/// where what is there could not have been saved: it comes from a disk that may be damaged.
struct Loader {
  Moment saved_now{};
  Duration shift{};  ///< added to every moment

  void load(const json& in, bool& value) const {
    if (!in.is_boolean()) throw Unsound{"neither true nor false"};
    value = in.get<bool>();
  }
  void load(const json& in, Moment& value) const {
    value = Moment{Duration{in_range(in, (saved_now - farthest_remembered).time_since_epoch().count(),
                                     (saved_now + farthest_remembered).time_since_epoch().count())}} +
            shift;
  }
  void load(const json& in, Duration& value) const {
    value = Duration{in_range(in, -farthest_remembered.count(), farthest_remembered.count())};
  }
  void load(const json& in, std::string& value) const {
    if (!in.is_string()) throw Unsound{"no text"};
    value = in.get<std::string>();
  }
  template <class T>
  requires std::is_integral_v<T>
  void load(const json& in, T& value) const {
    value =
        static_cast<T>(in_range(in, std::is_signed_v<T> ? -largest_remembered<T> : 0, largest_remembered<T>));
  }
  template <class T>
  requires std::is_enum_v<T>
  void load(const json& in, T& value) const { value = static_cast<T>(in_range(in, 0, enumerators<T>() - 1)); }
  void load(const json& in, EventType& value) const {
    std::string named;
    load(in, named);
    const auto type = find_event_type(named);
    if (!type) throw Unsound{"unknown event type " + in.dump()};
    value = *type;
  }
  void load(const json& in, Signal& value) const {
    std::string named;
    load(in, named);
    const auto signal = find_signal(named);
    if (!signal) throw Unsound{"unknown signal " + in.dump()};
    value = *signal;
  }
  template <class T>
  void load(const json& in, std::optional<T>& value) const {
    value.reset();
    if (in.is_null()) return;
    load(in, value.emplace(T{}));  // clang 14 takes a nested T for one without a default constructor
  }
  template <class T>
  void load(const json& in, std::vector<T>& values) const {
    if (!in.is_array() || in.size() > most_items) throw Unsound{"no list of at most 4096"};
    values.clear();
    for (const json& item : in)
      within(std::to_string(values.size()), [&] { load(item, values.emplace_back()); });
  }
  template <class T, std::size_t N>
  void load(const json& in, std::array<T, N>& values) const {
    if (!in.is_array() || in.size() != N) throw Unsound{"no list of " + std::to_string(N)};
    for (std::size_t i = 0; i < N; ++i) within(std::to_string(i), [&] { load(in[i], values[i]); });
  }
  void load_key(const std::string& text, std::string& key) const { key = text; }
  void load_key(const std::string& text, int& key) const {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key);
    if (error != std::errc{} || end != text.data() + text.size()) throw Unsound{"not known by a number"};
  }
  template <class Key, class T>
  void load(const json& in, std::map<Key, T>& values) const {
    if (!in.is_object() || in.size() > most_items) throw Unsound{"no table of at most 4096"};
    values.clear();
    for (const auto& [text, item] : in.items())
      within(text, [&, &text = text, &item = item] {
        Key key;
        load_key(text, key);
        load(item, values[key]);
      });
  }
  template <Remembered T>
  void load(const json& in, T& value) const {
    if (!in.is_object()) throw Unsound{"no object"};
    value.fields([&](const char* field, auto& member) {
      if (const auto found = in.find(field); found != in.end())
        within(field, [&] { load(*found, member); });
      else if constexpr (may_be_none<std::remove_reference_t<decltype(member)>>)
        member = {};
    });
    if constexpr (HasInvariant<T>)
      if (!value.sound()) throw Unsound{"its numbers do not fit together"};
  }

 private:
  static std::int64_t in_range(const json& in, std::int64_t least, std::int64_t most) {
    const bool whole =
        in.is_number_integer() && !(in.is_number_unsigned() && in.get<std::uint64_t>() >> 63U != 0);
    const std::int64_t number = whole ? in.get<std::int64_t>() : 0;
    if (!whole || number < least || number > most)
      throw Unsound{whole ? "out of its range: " + std::to_string(number) : "no whole number"};
    return number;
  }
};

MemoryAnchor saved_at(const json& saved) {
  const Loader loader{};
  MemoryAnchor at;
  const auto load = [&](const char* member, auto& into) {
    within(member, [&] { loader.load(saved.at(member), into); });
  };
  load("boot", at.boot);
  load("now_ms", at.now);
  load("wall_ms", at.wall_ms);
  load("wall_set", at.wall_set);
  return at;
}

/// How far the moments of the saved memory lie from today's.
Duration shift_between(const MemoryAnchor& saved, const MemoryAnchor& now) {
  if (saved.boot == now.boot) return {};
  Duration down{};
  if (saved.wall_set && now.wall_set) down = std::max(Duration{}, Duration{now.wall_ms - saved.wall_ms});
  return now.now - saved.now - down;
}

/// Both or neither; what happened since then is up to `then`.
void take_up(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now,
             const std::function<void(Lift&, const MemoryAnchor&, Duration)>& then) {
  try {
    const json saved = json::parse(text);
    if (saved.at("v") != memory_version) throw std::runtime_error{"written by another version"};
    const MemoryAnchor at = saved_at(saved);
    const Loader loader{at.now, shift_between(at, now)};
    const auto load = [&](const json& from, const std::string& part, auto& into) {
      if (const auto found = from.find(part); found != from.end())
        within(part, [&] { loader.load(*found, into); });
    };
    std::vector<OpenIncident> incidents;
    within("incidents", [&] { loader.load(saved.at("incidents"), incidents); });
    std::map<std::string, std::string> last_incidents;
    load(saved, "last_incidents", last_incidents);
    Sealed sealed;
    load(saved, "sealed", sealed);
    std::vector<CommandIds::Seen> command_ids;
    load(saved, "command_ids", command_ids);
    Lift taken = lift;
    taken.visit_memory(
        [&](std::string_view part, auto& memory) { load(saved.at("lift"), std::string{part}, memory); });
    then(taken, at, loader.shift);
    lift = std::move(taken);
    journal.open_incidents = std::move(incidents);
    journal.last_incidents = std::move(last_incidents);
    journal.sealed = sealed;
    journal.command_ids.take_up(command_ids);
  } catch (const Unsound& wrong) {
    throw std::runtime_error{wrong.place + ": " + wrong.what()};
  } catch (const json::exception& error) {
    throw std::runtime_error{error.what()};
  }
}

}  // namespace

void read_memory(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now) {
  take_up(text, lift, journal, now, [](Lift&, const MemoryAnchor&, Duration) {});
}

void restore_memory(const std::string& text, Lift& lift, Journal& journal, const MemoryAnchor& now) {
  take_up(text, lift, journal, now, [&](Lift& taken, const MemoryAnchor& saved, Duration shift) {
    if (saved.boot != now.boot) taken.rebooted(saved.wall_set && now.wall_set);
    taken.begin_again(saved.now + shift);
  });
}

}  // namespace liftbox
