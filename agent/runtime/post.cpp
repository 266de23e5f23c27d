#include "agent/runtime/post.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>

namespace liftbox {
namespace {

class AsioEngine final : public Timer::Engine {
 public:
  explicit AsioEngine(boost::asio::io_context& agent) : timer_{agent} {}

  void arm(Duration wait, std::function<void()> then) override {
    constexpr Duration longest = std::chrono::hours{24};
    cancel();
    armed_ = std::make_shared<bool>(true);
    timer_.expires_after(std::min(wait, longest));
    timer_.async_wait([armed = armed_, then = std::move(then)](const boost::system::error_code& error) {
      if (!error && *armed) then();
    });
  }

  /// A wait that is over may be queued already: it finds that it is no longer wanted.
  void cancel() override {
    if (armed_) *armed_ = false;
    timer_.cancel();
  }

 private:
  boost::asio::steady_timer timer_;
  std::shared_ptr<bool> armed_;
};

}  // namespace

Post post_to(boost::asio::io_context& agent) {
  return [&agent](std::function<void()> job) { boost::asio::post(agent, std::move(job)); };
}

Timer::Timer(boost::asio::io_context& agent) : engine_{std::make_unique<AsioEngine>(agent)} {}
Timer::Timer(std::unique_ptr<Engine> engine) : engine_{std::move(engine)} {}
Timer::~Timer() {
  if (engine_) engine_->cancel();
}
Timer::Timer(Timer&&) noexcept = default;

void Timer::arm(Duration wait, std::function<void()> then) {
  engine_->arm(wait, std::move(then));
}

void Timer::cancel() {
  engine_->cancel();
}

}  // namespace liftbox
