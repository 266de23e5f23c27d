#include "protocols/city/broker_side.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <random>
#include <utility>

#include "protocols/city/attempts.hpp"

namespace liftbox::city {
namespace {

using namespace std::chrono_literals;

constexpr Duration last_words = 2s;

}  // namespace

BrokerSide::BrokerSide(const Subscriber::Settings& settings, boost::asio::io_context& io,
                       std::function<void(Letter)> letter)
    : address_{settings.broker},
      post_{post_to(io)},
      again_{io},
      back_off_{std::random_device{}()},
      subscriber_{settings,
                  {.letter = std::move(letter),
                   .lost = [this](std::string why) { post_([this, why = std::move(why)] { lost(why); }); }}},
      worker_{"broker", worker_queue} {}

void BrokerSide::open() {
  if (state_ == State::leaving) return;
  state_ = State::connecting;
  worker_.post([this] {
    try {
      subscriber_.connect();
      post_([this] { opened(); });
    } catch (const BrokerAway& gone) {
      post_([this, why = std::string{gone.what()}] { away(why); });
    }
  });
}

void BrokerSide::opened() {
  spdlog::info("broker: subscribed at {}", address_);
  back_off_.reset();
  if (state_ == State::connecting) state_ = State::connected;
}

void BrokerSide::lost(const std::string& why) {
  if (state_ == State::connected) away(why);
}

void BrokerSide::away(const std::string& why) {
  if (state_ == State::leaving) return;
  const Duration wait = std::min(longest_wait, back_off_.next());
  spdlog::warn("broker: {}; again in {} ms", why, wait.count());
  state_ = State::away;
  again_.arm(wait, [this] { open(); });
}

void BrokerSide::publish(std::vector<Command> commands) {
  if (commands.empty()) return;
  worker_.post([this, commands = std::move(commands)] { subscriber_.publish(commands); });
}

void BrokerSide::fall_silent(std::function<void()> then) {
  state_ = State::leaving;
  worker_.post([this, then = std::move(then)] {
    subscriber_.unsubscribe();
    post_(then);
  });
}

void BrokerSide::leave(std::function<void()> then) {
  worker_.post([this, then = std::move(then)] {
    subscriber_.disconnect(last_words);
    post_(then);
  });
}

}  // namespace liftbox::city
