#pragma once

#include <memory>
#include <string>

#include "agent/ports/clock.hpp"
#include "protocols/city/database.hpp"
#include "protocols/city/subscriber.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox::city {

/// The city's end of the line: takes records from the broker, writes them to PostgreSQL, and only then tells
/// the boxes. One of any number that do the same. Its state is on the thread of `io`; broker and database are
/// called on a Worker each.
class Receiver {
 public:
  struct Settings {
    Subscriber::Settings broker;
    Database::Settings database;
    std::string by = "liftbox-city";                 ///< who the city is to the boxes
    std::size_t backlog_bytes = 64UL * 1024 * 1024;  ///< that wait for the database at most
  };

  Receiver(Settings settings, boost::asio::io_context& io, const Clock& clock);
  ~Receiver();

  void start();
  /// Takes nothing more, writes what has come, says so to the boxes, and stops `io`; within 5 s.
  void stop();
  bool misfit() const;  ///< it stopped because the database is not for this program

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liftbox::city
