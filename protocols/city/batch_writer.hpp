#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocols/city/database.hpp"
#include "protocols/city/sorting.hpp"

namespace pqxx {
class transaction_base;
}

namespace liftbox::city {

/// Writes what is in a batch, within a transaction that somebody else commits.
class BatchWriter {
 public:
  BatchWriter(pqxx::transaction_base& transaction, std::string receiver)
      : transaction_{transaction}, receiver_{std::move(receiver)} {}

  /// The receipts may be given once it is committed.
  Committed write_records(const std::vector<Arrival>& records);
  void write_documents(const std::vector<Document>& documents, std::int64_t heard_ms);
  void write_dead(const DeadLetter& letter);
  /// They are asked for with the next take_owed.
  void note_lost(const std::map<Diary, Seq>& lost);

 private:
  void lock(const std::vector<Diary>& diaries);
  Ledger look_up(const std::vector<Arrival>& records);
  void copy(const std::vector<Arrival>& fresh);
  void keep(const SetAside& aside);
  Receipt advance(const Diary& diary, Seq newest, Seq low);

  pqxx::transaction_base& transaction_;
  std::string receiver_;
};

}  // namespace liftbox::city
