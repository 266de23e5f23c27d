#include "agent/runtime/worker.hpp"

#include <pthread.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>
#include <utility>

namespace liftbox {

/// Shared with the thread, which may outlive its owner after stop_within.
struct Worker::Impl {
  explicit Impl(std::size_t most) : capacity{most} {}

  boost::asio::io_context queue{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open{queue.get_executor()};
  std::size_t capacity;
  std::atomic<std::size_t> waiting{0};
  std::promise<void> ended;
  std::thread thread;
};

Worker::Worker(const std::string& name, std::size_t capacity) : impl_{std::make_shared<Impl>(capacity)} {
  impl_->thread = std::thread{[impl = impl_] {
    impl->queue.run();
    impl->ended.set_value();
  }};
  constexpr std::size_t longest_name = 15;
  pthread_setname_np(impl_->thread.native_handle(), name.substr(0, longest_name).c_str());
}

Worker::~Worker() {
  if (!impl_->thread.joinable()) return;
  impl_->open.reset();
  impl_->thread.join();
}

void Worker::post(std::function<void()> job) {
  ++impl_->waiting;
  boost::asio::post(impl_->queue, [impl = impl_.get(), job = std::move(job)] {
    job();
    --impl->waiting;
  });
}

bool Worker::try_post(std::function<void()> job) {
  if (impl_->waiting >= impl_->capacity) return false;
  post(std::move(job));
  return true;
}

bool Worker::stop_within(Duration limit) {
  impl_->open.reset();
  if (impl_->ended.get_future().wait_for(limit) != std::future_status::ready) {
    impl_->thread.detach();
    return false;
  }
  impl_->thread.join();
  return true;
}

}  // namespace liftbox
