#pragma once

#include <memory>
#include <optional>
#include <string>

#include "agent/config/site.hpp"
#include "agent/ports/clock.hpp"
#include "agent/runtime/pipeline.hpp"
#include "agent/runtime/post.hpp"
#include "agent/runtime/worker.hpp"
#include "agent/staff/sign_ins.hpp"
#include "protocols/control/server.hpp"

namespace liftbox {

/// Says who stands behind a request that changes something: an account of the machine may be shared, a work
/// number is not. Agent's thread.
class Staff {
 public:
  struct Parts {
    const SiteConfig& site;
    const Clock& clock;
    Pipeline& pipeline;
    Post post;
  };

  explicit Staff(Parts parts) : parts_{std::move(parts)} {}
  ~Staff() { *alive_ = false; }
  Staff(const Staff&) = delete;
  Staff& operator=(const Staff&) = delete;

  /// The work number of who asks: `by` in the params where no PINs are kept, else who is signed in. Nothing
  /// once the refusal has been given: the request is answered then.
  std::optional<std::string> who(const control::Request& request, const control::Reply& reply) const;

  void sign_in(const control::Request& request, const control::Reply& reply);
  void sign_out(const control::Request& request, const control::Reply& reply);

 private:
  struct Attempt {
    uid_t account = 0;
    std::string work_number;
    std::string pin;
    control::Reply reply;
  };
  enum class Found : std::uint8_t { right, wrong, unknown };
  struct Answer {
    Found found = Found::unknown;
    bool open_to_all = false;
    std::string trouble;  ///< the file cannot be used
  };

  bool pins_are_kept() const { return !parts_.site.sign_in.pins_file.empty(); }
  std::optional<SignIns::Session> session(uid_t account) const;
  void begin(const Attempt& attempt);
  void answer_session(uid_t account, const control::Reply& reply) const;
  void check(Attempt attempt);
  void judge(const Attempt& attempt, const Answer& answer);
  void refuse_wrong(const Attempt& attempt, Found found);
  static Answer compare(const std::filesystem::path& file, const Attempt& attempt);

  Parts parts_;
  SignIns sign_ins_;
  std::optional<Worker> checker_;  ///< while a PIN is looked at; one at a time
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace liftbox
