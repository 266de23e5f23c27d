#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocols/city/batch.hpp"
#include "protocols/city/commands.hpp"

namespace liftbox::city {

/// PostgreSQL is away or cannot now; try again later. The message says which, and what to do.
struct DatabaseAway : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// It can never be so: a newer schema, no right to make one.
struct DatabaseMisfit : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Committed {
  std::vector<Receipt> receipts;
  std::size_t fresh = 0, repeats = 0, dead = 0;
  std::vector<std::string> set_aside;  ///< one line each, for people
};

/// What a box should hear again.
struct Owed {
  std::vector<Receipt> receipts;  ///< it seems not to know of
  std::vector<Request> requests;  ///< what is missing
};

/// The city's database over one connection, used from one thread. Every call either has committed when it
/// returns, or throws DatabaseAway; then it may have committed or not, and doing it again changes nothing.
class Database {
 public:
  struct Settings {
    std::string connection;        ///< as libpq takes it: a URI, or key=value
    std::string name;              ///< of this receiver, kept with what it received
    std::int64_t patience_s = 60;  ///< what has been missing for so long is asked for
  };

  explicit Database(Settings settings);
  ~Database();

  /// Connects, brings the schema up to date, makes the partitions of the next months. Throws DatabaseAway or
  /// DatabaseMisfit.
  void open();
  Committed commit(const Batch& batch);
  Owed take_owed();
  /// So that no batch has to wait for one.
  void make_months_ahead();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liftbox::city
