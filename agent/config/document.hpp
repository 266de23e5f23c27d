#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/config/config_file.hpp"
#include "agent/config/mistakes.hpp"
#include "agent/config/toml_tree.hpp"

namespace liftbox {

/// What a file gives for a key, if it does. `value_or` also notes what is in force then, for whoever wants to
/// see it.
template <class T>
class Given : public std::optional<T> {
 public:
  Given() = default;
  Given(std::optional<T> value, std::function<void(const T&)> note)
      : std::optional<T>{std::move(value)}, note_{std::move(note)} {}

  T value_or(T fallback) const {
    if (this->has_value()) return **this;
    if (note_) note_(fallback);
    return fallback;
  }

 private:
  std::function<void(const T&)> note_;
};

/// One table of a TOML file. Asking for a key makes it known; what is there, is of another type or out of
/// range goes to the list of mistakes with its place and yields nothing. An absent table has no keys.
class Table {
 public:
  struct Node;

  Table() = default;
  explicit Table(Node* node) : node_{node} {}
  explicit operator bool() const;

  bool has(const std::string& key) const;
  Given<std::string> text(const std::string& key) const;
  Given<std::int64_t> whole(const std::string& key, std::int64_t min, std::int64_t max) const;
  Given<double> number(const std::string& key) const;
  Given<bool> flag(const std::string& key) const;
  std::optional<Scalar> scalar(const std::string& key) const;
  /// The position of the text among `choices`.
  Given<std::size_t> choice(const std::string& key, const std::vector<std::string>& choices) const;
  /// Relative paths count from `beside`.
  Given<std::filesystem::path> path(const std::string& key, const std::filesystem::path& beside) const;
  /// A list of texts; an element that is none is a mistake, and empty here.
  std::vector<std::string> texts(const std::string& key) const;
  Table table(const std::string& key) const;
  std::vector<Table> tables(const std::string& key) const;
  std::vector<std::string> keys() const;  ///< of a table whose keys are free, in the order of the file

  /// Missing is a mistake too; `remedy` says what to give.
  std::string required_text(const std::string& key, const std::string& remedy) const;

  /// What holds, where that is not what the file says: a default, a path in full.
  void in_force(const std::string& key, const Scalar& value) const;

  int line() const;
  void mistake(const std::string& key, const std::string& message) const;  ///< at the key, else at the table
  void mistake(const std::string& key, std::size_t element, const std::string& message) const;  ///< of a list
  void mistake(const std::string& message) const;

 private:
  template <class T>
  std::optional<T> get(const std::string& key, std::string remedy) const;

  Node* node_ = nullptr;
};

/// A TOML file that is being read. Mistakes go to the list given; nothing throws.
class Document {
 public:
  struct Tree;

  /// `read`, where given, takes the text and, at the end, every key that was asked for.
  Document(const std::filesystem::path& file, std::vector<Mistake>& mistakes, ConfigFile* read = nullptr);
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
