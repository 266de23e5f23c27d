#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "agent/elevator/time.hpp"

namespace liftbox {

/// One thread for one resource that blocks: a bus, the store, the broker. Jobs run in order; what they bring
/// goes back to the agent's thread by `Post`. A job that throws is a bug and ends the program.
class Worker {
 public:
  /// `capacity` bounds the queue for try_post.
  Worker(const std::string& name, std::size_t capacity);
  ~Worker();  ///< does what is queued, then joins
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Never refused: events.
  void post(std::function<void()> job);
  /// False, and the job is dropped, while the queue is full: polls.
  bool try_post(std::function<void()> job);
  /// Ends the thread once the queue is done. False if that takes longer than the limit: the thread is then
  /// left to itself, and the process must end without it.
  bool stop_within(Duration limit);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace liftbox
