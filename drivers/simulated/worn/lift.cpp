#include "drivers/simulated/worn/lift.hpp"

#include "drivers/simulated/worn/world.hpp"

namespace liftbox::worn {

Lift::Lift(const Setup& setup, std::uint64_t seed) : world_{std::make_unique<World>(setup, seed)} {}
Lift::~Lift() = default;
Lift::Lift(Lift&&) noexcept = default;
Lift& Lift::operator=(Lift&&) noexcept = default;

void Lift::run(std::int64_t until_ms, std::vector<Sample>& samples, std::vector<Truth>& truths) {
  world_->run(until_ms, samples, truths);
}

}  // namespace liftbox::worn
