#include "protocols/city/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pqxx/pqxx>
#include <set>
#include <utility>

#include "protocols/city/batch_writer.hpp"
#include "protocols/city/migrations.hpp"

namespace liftbox::city {
namespace {

constexpr int months_ahead = 3;
constexpr int most_owed = 200;
constexpr int most_requests = 20;      ///< of one diary at a time
constexpr std::size_t month_size = 7;  // 2026-11

/// What the server would say again to the same row: trying again is of no use.
bool is_of_the_data(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();  // PostgreSQL manual, appendix A
  return state.starts_with("22") || state.starts_with("23") || state.starts_with("54");
}

std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

/// A server that is gone without a word is noticed after 20 s.
std::string with_limits(const std::string& connection) {
  if (!connection.starts_with("postgres")) return "connect_timeout=10 tcp_user_timeout=20000 " + connection;
  const char* first = connection.find('?') == std::string::npos ? "?" : "&";
  return connection + first + "connect_timeout=10&tcp_user_timeout=20000";
}

void add(Committed& sum, Committed&& part) {
  sum.fresh += part.fresh;
  sum.repeats += part.repeats;
  sum.dead += part.dead;
  std::move(part.receipts.begin(), part.receipts.end(), std::back_inserter(sum.receipts));
  std::move(part.set_aside.begin(), part.set_aside.end(), std::back_inserter(sum.set_aside));
}

}  // namespace

class Database::Impl {
 public:
  explicit Impl(Settings asked) : settings{std::move(asked)} {}

  void connect() {
    connection.reset();
    auto made = std::make_unique<pqxx::connection>(with_limits(settings.connection));
    made->set_variable("search_path", "city");
    made->set_variable("client_encoding", "'UTF8'");
    made->set_variable("synchronous_commit", "on");
    made->set_variable("statement_timeout", "'60s'");
    made->set_variable("client_min_messages", "error");
    connection = std::move(made);
  }

  /// What fails costs the connection: the next call needs a new one.
  template <class Work>
  auto attempt(Work work) {
    try {
      return work();
    } catch (const pqxx::failure& error) {
      connection.reset();
      throw DatabaseAway{"PostgreSQL: " + first_line(error)};
    }
  }

  pqxx::connection& here() const {
    if (!connection) throw pqxx::broken_connection{"not connected"};
    return *connection;
  }

  void make_months_of(const std::vector<Arrival>& records) {
    for (const Arrival& arrival : records) {
      const std::string month = arrival.time.substr(0, month_size);
      if (months.contains(month)) continue;
      pqxx::work transaction{here()};
      transaction.exec_params(
          "SELECT make_month(first) FROM (SELECT $1::date AS first) AS month"
          " WHERE first BETWEEN date '2020-01-01' AND now() + interval '13 months'",
          month + "-01");
      transaction.commit();
      months.insert(month);
    }
  }

  Committed write(const Batch& batch) {
    pqxx::work transaction{here()};
    BatchWriter writer{transaction, settings.name};
    Committed done;
    if (!batch.records.empty()) done = writer.write_records(batch.records);
    writer.note_lost(batch.lost);
    for (const DeadLetter& letter : batch.dead) writer.write_dead(letter);
    done.dead = batch.dead.size();
    transaction.commit();
    return done;
  }

  /// Documents lock other rows than records do: in a transaction of their own, two receivers never wait for
  /// each other in a circle.
  void write_documents(const Batch& batch) {
    if (batch.documents.empty()) return;
    pqxx::work transaction{here()};
    BatchWriter{transaction, settings.name}.write_documents(batch.documents, batch.heard_ms);
    transaction.commit();
  }

  Committed commit(const Batch& batch) {
    make_months_of(batch.records);
    try {
      const Committed done = write(batch);
      write_documents(batch);
      return done;
    } catch (const pqxx::sql_error& error) {
      if (!is_of_the_data(error)) throw;
      return commit_one_by_one(batch, error);
    }
  }

  /// Something in it that PostgreSQL refuses must not keep back the rest.
  Committed commit_one_by_one(const Batch& batch, const pqxx::sql_error& error) {
    if (batch.size() == 1) return bury(batch, error);
    Committed done;
    for (const Arrival& arrival : batch.records) add(done, commit({.records = {arrival}}));
    for (const Document& document : batch.documents)
      add(done, commit({.documents = {document}, .heard_ms = batch.heard_ms}));
    for (const DeadLetter& letter : batch.dead) add(done, commit({.dead = {letter}}));
    return done;
  }

  Committed bury(const Batch& one, const pqxx::sql_error& error) {
    if (!one.dead.empty()) throw error;
    const Letter& letter = one.records.empty() ? one.documents.front().letter : one.records.front().letter;
    return write({.dead = {{letter, "PostgreSQL refuses it: " + first_line(error)}}});
  }

  Owed take_owed() {
    pqxx::work transaction{here()};
    Owed owed;
    for (const pqxx::row& row : transaction.exec_params(
             "SELECT * FROM take_owed($1 * interval '1 second', $2)", settings.patience_s, most_owed)) {
      const Diary diary{row["device"].as<std::string>(), row["epoch"].as<std::string>()};
      if (row["low"].as<Seq>() <= row["upto"].as<Seq>())
        owed.receipts.push_back({diary, row["upto"].as<Seq>(), {}});
      for (const pqxx::row& gap : transaction.exec_params(
               "SELECT first, last FROM gap WHERE device = $1 AND epoch = $2 ORDER BY first LIMIT $3",
               diary.device, diary.epoch, most_requests))
        owed.requests.push_back({diary, {gap[0].as<Seq>(), gap[1].as<Seq>()}});
    }
    transaction.commit();
    return owed;
  }

  void make_months_ahead() {
    pqxx::work transaction{here()};
    transaction.exec_params(
        "SELECT make_month((now() + ahead * interval '1 month')::date) FROM generate_series(0, $1) AS ahead",
        months_ahead);
    transaction.commit();
  }

  Settings settings;
  std::unique_ptr<pqxx::connection> connection;
  std::set<std::string> months;  ///< that are known to have a partition, or to get none
};

Database::Database(Settings settings) : impl_{std::make_unique<Impl>(std::move(settings))} {}
Database::~Database() = default;

void Database::open() {
  impl_->attempt([this] {
    impl_->connect();
    migrate(*impl_->connection);
    impl_->make_months_ahead();
  });
}

Committed Database::commit(const Batch& batch) {
  return impl_->attempt([&] { return impl_->commit(batch); });
}

Owed Database::take_owed() {
  return impl_->attempt([this] { return impl_->take_owed(); });
}

void Database::make_months_ahead() {
  impl_->attempt([this] { impl_->make_months_ahead(); });
}

}  // namespace liftbox::city
