#pragma once

#include <functional>
#include <memory>

#include "agent/elevator/time.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox {

/// Runs something on the agent's thread. Callable from any thread.
using Post = std::function<void(std::function<void()>)>;
Post post_to(boost::asio::io_context& agent);

/// One shot on the agent's thread; arming again replaces what was armed. Gone with its owner.
class Timer {
 public:
  /// What a timer runs on: Asio in the agent, time that is moved by hand in a test.
  class Engine {
   public:
    virtual ~Engine() = default;
    virtual void arm(Duration wait, std::function<void()> then) = 0;
    virtual void cancel() = 0;
  };

  explicit Timer(boost::asio::io_context& agent);
  explicit Timer(std::unique_ptr<Engine> engine);
  ~Timer();
  Timer(Timer&&) noexcept;
  Timer& operator=(Timer&&) = delete;

  void arm(Duration wait, std::function<void()> then);
  void cancel();

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace liftbox
