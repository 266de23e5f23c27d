#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agent/config/mistakes.hpp"

namespace liftbox {

using Scalar = std::variant<std::int64_t, double, bool, std::string>;

/// One table of a TOML file. Asking for a key makes it known; what is there, is of another type or out of
/// range goes to the list of mistakes with its place and yields nothing. An absent table has no keys.
class Table {
 public:
  struct Node;

  Table() = default;
  explicit Table(Node* node) : node_{node} {}
  explicit operator bool() const { return node_ != nullptr; }

  bool has(const std::string& key) const;
  std::optional<std::string> text(const std::string& key) const;
  std::optional<std::int64_t> whole(const std::string& key, std::int64_t min, std::int64_t max) const;
  std::optional<double> number(const std::string& key) const;
  std::optional<bool> flag(const std::string& key) const;
  std::optional<Scalar> scalar(const std::string& key) const;
  /// The position of the text among `choices`.
  std::optional<std::size_t> choice(const std::string& key, const std::vector<std::string>& choices) const;
  Table table(const std::string& key) const;
  std::vector<Table> tables(const std::string& key) const;
  std::vector<std::string> keys() const;  ///< of a table whose keys are free, in the order of the file

  /// Missing is a mistake too; `remedy` says what to give.
  std::string required_text(const std::string& key, const std::string& remedy) const;

  int line() const;
  void mistake(const std::string& key, const std::string& message) const;  ///< at the key, else at the table
  void mistake(const std::string& message) const;

 private:
  Node* node_ = nullptr;
};

/// A TOML file that is being read. Mistakes go to the list given; nothing throws.
class Document {
 public:
  struct Tree;

  Document(const std::filesystem::path& file, std::vector<Mistake>& mistakes);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  Table root() const;  ///< absent if the file could not be read
  /// Every key that nobody has asked for is a mistake. Call it once, at the end.
  void reject_unknown_keys();

 private:
  std::unique_ptr<Tree> tree_;
};

}  // namespace liftbox
