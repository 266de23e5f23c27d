#pragma once

#include "drivers/simulated/worn/time.hpp"

/// How the field lies, in plain numbers, each with where it comes from; "guess" is a guess of the field, to
/// be replaced by a measurement when somebody has one. They were fixed before any detector was tuned with
/// them, and are not changed to please one.
namespace liftbox::worn::noise {

/// Contacts on wires. A box debounces and stamps the first edge; what is left is the switch's own scatter.
namespace wire {
constexpr double jitter_ms = 1.5;  ///< mean delay; Ganssle measured bounces of 1.6 ms on average, of 18 kinds
constexpr Time most_jitter = 15;   ///< switch-over times of limit switches, 1 to 15 ms (Festo Didactic 1110)
constexpr double edge_missed_one_in =
    2e6;  ///< guess: the kernel's queue of 16 overflows, a spike is filtered
constexpr double noticed_after_ms = 3'600'000;  ///< guess: mean time until a level is read again all the same
}  // namespace wire

/// The PIR on the ceiling of the car.
namespace pir {
constexpr Time shortest_hold =
    2 * second;                            ///< of the output after a movement: 2 to 8 s where it is set short
constexpr Time longest_hold = 8 * second;  ///< (HC-SR501 and kin: 3 s to 5 min)
constexpr double misses = 0.06;            ///< guess: of the small movements of people who stand
constexpr double misses_passage = 0.003;   ///< guess: of people walking in or out right under it
constexpr double flaps = 0.05;  ///< guess: of the times it sees something it lets go and sees it again
constexpr Time shortest_flap = 30;
constexpr Time longest_flap = 600;
constexpr double ghosts_a_day = 0.5;          ///< guess: warm air, sun through a glass shaft, radio
constexpr double sees_landing = 0.15;         ///< guess: of those who pass an open door without entering
constexpr double somebody_at_the_door = 0.2;  ///< guess: of the openings, somebody passes
}  // namespace pir

/// The load cell under the car: told in steps of the rated load, and drifting.
namespace load {
constexpr double zero_drift_kg = 5;   ///< guess: standard deviation over weeks and temperature
constexpr double most_drift_kg = 18;  ///< guess: a technician sets it right before that
constexpr double scatter_kg = 3;      ///< guess: of one reading
constexpr double gain = 0.04;         ///< guess: off by so much, either way
constexpr double step_percent = 1;    ///< of the rated load, as most controllers tell it
}  // namespace load

/// The brake's times.
namespace brake {
constexpr double fastest_release_ms =
    170;  ///< guess, by what technicians write into the drum-brake summary tables
constexpr double slowest_release_ms = 340;
constexpr double fastest_set_ms = 130;
constexpr double slowest_set_ms = 280;
constexpr double arms_differ_ms = 15;  ///< guess
constexpr double least_sigma_ms = 2;   ///< guess: scatter of one arm from cycle to cycle
constexpr double most_sigma_ms = 9;
constexpr double copper_per_kelvin = 0.0039;  ///< resistance of the coil
constexpr double release_follows = 0.5;       ///< guess: share of it in the release time, through the current
constexpr double season_kelvin = 12;          ///< guess: a machine room, either way of the year's mean
constexpr double day_kelvin = 4;              ///< guess
constexpr double heat_a_cycle_kelvin = 0.35;  ///< guess: of the coil
constexpr double cools_ms = 40 * 60'000.0;    ///< guess: time constant
constexpr double cold_slower_ms = 14;         ///< guess: the first cycle after a night, grease is stiff
constexpr double cold_after_ms = 4 * 3'600'000.0;
constexpr double healthy_growth_ms = 3;  ///< guess: wear of the lining over a year
constexpr double slow_one_in = 8000;     ///< guess: far slower once, for no reason that lasts
constexpr double slow_by_ms = 60;
constexpr double slow_by_most_ms = 300;
constexpr double sagging_mains_a_year = 12;  ///< guess: minutes in which all releases are slower
constexpr double sag_slower = 0.2;
constexpr Time sag_lasts = 4 * minute;
}  // namespace brake

/// The door and its operator.
namespace door {
constexpr Time fastest_opening = 1600;  ///< 900 mm centre opening, by makers' data sheets
constexpr Time slowest_opening = 3200;
constexpr double closing_longer = 1.25;    ///< the force on people is limited (EN 81-20 5.3.6.2.2.1)
constexpr double scatter_ms = 25;          ///< guess
constexpr double wear_a_year = 0.06;       ///< guess: dirt in the sill makes it slower by so much …
constexpr double cleaned = 0.8;            ///< … of which maintenance takes away this share
constexpr double reopens_a_cycle = 0.004;  ///< guess: the curtain is interrupted by somebody late or by a bag
constexpr double reopens_more_a_year = 0.004;  ///< guess: by dirt on the curtain
constexpr double held_open = 0.006;            ///< guess: of the stops, somebody holds it for somebody else
constexpr double held_for_ms = 9000;           ///< guess: median
}  // namespace door

/// The car's stops.
namespace levelling {
constexpr double sigma_mm = 2.5;           ///< EN 81-20 5.12.1.1.4 allows 10 mm
constexpr double stretch_mm_100kg = 1.2;   ///< guess: ropes, of a tall building
constexpr double relevels_beyond_mm = 10;  ///< 20 mm is allowed (EN 81-20)
}  // namespace levelling

/// People.
namespace people {
constexpr double fidgets_each_ms = 9000;           ///< guess: a movement that a PIR can see
constexpr double stands_still = 0.06;              ///< guess: of the people; reads, sleeps, is afraid …
constexpr double still_each_ms = 90'000;           ///< … and moves so seldom
constexpr double daydreams_one_in = 1500;          ///< guess: boards and calls nothing for a while
constexpr double daydreams_ms = 45'000;            ///< median
constexpr double presses_alarm_by_mistake = 4000;  ///< guess: one ride in so many: a bag, a child
constexpr double never_presses_alarm = 0.2;        ///< guess: of the trapped; calls by phone, or waits
constexpr double patience_ms = 30'000;             ///< guess: mean time before the alarm button is tried
constexpr double shortest_press_ms = 250;
constexpr double press_ms = 1200;  ///< median; intercoms ask for 3 s
constexpr double leaves_something =
    0.002;  ///< guess: of the rides: luggage of 5 to 25 kg stays for the next ride
}  // namespace people

/// The bus to the controller: hiccups. Longer silences are incidents.
namespace bus {
constexpr double hiccups_a_year = 40;  ///< guess: seconds without an answer
constexpr double hiccup_ms = 4000;     ///< median
constexpr double freezes_a_year = 2;   ///< guess: one register keeps its value …
constexpr double frozen_ms = 90'000;   ///< … so long, median
}  // namespace bus

/// The mains. Sustained interruptions: 1.1 a year is the median of North American utilities (IEEE 1366).
namespace mains {
constexpr double dips_a_year = 3;  ///< guess: the controller starts again
constexpr double dip_ms = 700;
constexpr double cut_ms = 35 * 60'000.0;  ///< median of a sustained cut; CAIDI is 1 to 2 h as a mean
constexpr double cut_sigma = 1.0;
constexpr Time fastest_start_up = 8 * second;  ///< of a controller with its power back, guess
constexpr Time slowest_start_up = 50 * second;
constexpr double bus_survives = 0.4;         ///< guess: controllers whose bus is fed by the emergency supply
constexpr Time soonest_rescue = 3 * second;  ///< an automatic rescue device, by makers' data sheets
constexpr Time latest_rescue = 15 * second;
}  // namespace mains

/// The box's battery: 12 V, lead.
namespace battery {
constexpr double shortest_ms =
    3 * 3'600'000.0;  ///< guess: how long a new one lasts; EN 81-28 asks for an hour
constexpr double longest_ms = 8 * 3'600'000.0;
constexpr double least_left = 0.03;  ///< guess: of that, when it is old
constexpr double most_left = 0.3;
constexpr double charges_ms = 10 * 3'600'000.0;  ///< guess: from empty to full
constexpr int floats_at_mv = 13'650;             ///< by data sheets of sealed lead batteries
constexpr double full_mv = 12'700;               ///< under load; guess, by the same
constexpr double empty_mv = 11'200;
constexpr double off_by_mv = 20;  ///< guess: of one measurement, either way
}  // namespace battery

/// The box's wall clock.
namespace clock {
constexpr double steps_a_year = 6;  ///< guess: NTP after an outage, a technician's hand
constexpr double step_s = 40;       ///< median, either way
}  // namespace clock

/// Technicians.
namespace visit {
constexpr Time every = 15 * day;        ///< TSG T5002
constexpr Time shortest = 18 * minute;  ///< guess
constexpr Time longest = 70 * minute;
constexpr double forgets_inspection = 0.1;  ///< guess: of the rescues, frees people without switching to it
constexpr double arrives_ms =
    24 * 60'000.0;  ///< to an entrapment: median; within 30 min is asked for (TSG T5002)
constexpr double arrives_sigma = 0.45;
}  // namespace visit

}  // namespace liftbox::worn::noise
