#pragma once

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "agent/ports/publisher.hpp"
#include "tests/mqtt/process.hpp"

namespace liftbox::test {

/// What a publisher reports, brought to the thread of the test.
class Inbox {
 public:
  struct Refused {
    std::uint64_t ticket;
    int code;
    std::string reason;
  };
  std::vector<std::string> lost;
  std::vector<std::uint64_t> accepted;
  std::vector<Refused> refused;
  std::vector<InboundCommand> commands;

  Publisher::Callbacks callbacks() {
    return {
        .lost = [this](std::string reason) { post([this, reason] { lost.push_back(reason); }); },
        .accepted = [this](std::uint64_t ticket) { post([this, ticket] { accepted.push_back(ticket); }); },
        .refused =
            [this](std::uint64_t ticket, int code, std::string reason) {
              post([this, what = Refused{ticket, code, reason}] { refused.push_back(what); });
            },
        .command =
            [this](InboundCommand command) { post([this, command] { commands.push_back(command); }); }};
  }

  bool has_accepted(std::uint64_t ticket) const {
    return std::find(accepted.begin(), accepted.end(), ticket) != accepted.end();
  }

  /// Waits until it is so; false if it does not become so.
  template <class Condition>
  bool until(Condition condition, Duration limit = patience) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition())
      if (io_.run_one_until(deadline) == 0) return condition();
    return true;
  }
  /// Takes what comes within this time: for what must not come.
  void listen_for(Duration time) { io_.run_for(time); }

 private:
  template <class Job>
  void post(Job job) {
    boost::asio::post(io_, std::move(job));
  }

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_{io_.get_executor()};
};

}  // namespace liftbox::test
