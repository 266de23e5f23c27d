#include "agent/runtime/worker.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <future>
#include <memory>
#include <optional>
#include <vector>

using namespace liftbox;
using namespace std::chrono_literals;

namespace {

/// A job that blocks, as a silent bus does, until it is let go.
class Blocking {
 public:
  explicit Blocking(Worker& worker) {
    worker.post([begun = begun_, let_go = let_go_] {
      begun->set_value();
      let_go->get_future().wait();
    });
    begun_->get_future().wait();
  }
  void let_go() { let_go_->set_value(); }

 private:
  std::shared_ptr<std::promise<void>> begun_ = std::make_shared<std::promise<void>>();
  std::shared_ptr<std::promise<void>> let_go_ = std::make_shared<std::promise<void>>();
};

}  // namespace

TEST_CASE("a worker does its jobs in order, and all of them before it ends") {
  std::vector<int> done;
  {
    Worker worker{"store", 4};
    for (int i = 0; i < 1000; ++i) worker.post([&done, i] { done.push_back(i); });
  }
  REQUIRE(done.size() == 1000);
  CHECK(std::is_sorted(done.begin(), done.end()));
}

TEST_CASE("while the queue of a worker is full a poll is dropped, an event is not") {
  std::optional<Worker> worker{std::in_place, "bus", 2};
  Blocking silent_bus{*worker};
  int polls = 0;
  int events = 0;
  CHECK(worker->try_post([&] { ++polls; }));
  CHECK_FALSE(worker->try_post([&] { ++polls; }));
  worker->post([&] { ++events; });
  silent_bus.let_go();
  worker.reset();
  CHECK(polls == 1);
  CHECK(events == 1);
}

TEST_CASE("the thread of a worker bears its name, as far as the kernel keeps it") {
  Worker worker{"rtu-/dev/ttyUSB0-second-car", 1};
  std::promise<std::string> answer;
  worker.post([&] {
    std::array<char, 16> name{};
    pthread_getname_np(pthread_self(), name.data(), name.size());
    answer.set_value(name.data());
  });
  CHECK(answer.get_future().get() == "rtu-/dev/ttyUSB");
}

TEST_CASE("a worker that hangs is left behind within the time given") {
  Worker worker{"mqtt", 1};
  Blocking lookup{worker};
  CHECK_FALSE(worker.stop_within(20ms));
  lookup.let_go();
}

TEST_CASE("a worker that answers is stopped when its queue is done") {
  Worker worker{"mqtt", 1};
  bool said_goodbye = false;
  worker.post([&] { said_goodbye = true; });
  CHECK(worker.stop_within(10s));
  CHECK(said_goodbye);
}
