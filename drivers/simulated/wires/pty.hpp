#pragma once

#include <string>

namespace liftbox::simulated {

/// A pty in raw mode with a symbolic link to it. Its other end stays open here too, so that readers may come
/// and go.
class Pty {
 public:
  explicit Pty(std::string link);  ///< empty: no link; throws std::runtime_error
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  int master() const { return master_; }  ///< whoever takes it closes it
  const std::string& device() const { return device_; }

 private:
  void make_link();

  std::string link_;
  std::string device_;
  int master_ = -1;
  int slave_ = -1;
};

}  // namespace liftbox::simulated
