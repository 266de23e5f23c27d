#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agent/ports/clock.hpp"
#include "agent/ports/signal_source.hpp"
#include "drivers/lines/line_set.hpp"

namespace boost::asio {
class io_context;
}

namespace liftbox {

class LineConnection;

/// The sensor lines of the simulated lift, edge by edge, as GPIO lines would come: the contacts bounce and
/// the edges carry the kernel's time. Connects by itself, and again after 0.5 to 5 s for as long as it takes.
class SocketLines final : public SignalSource {
 public:
  SocketLines(boost::asio::io_context& io, std::string name, std::string socket_path,
              std::vector<LineSetting> lines, const Clock& clock);
  ~SocketLines() override;
  SocketLines(const SocketLines&) = delete;
  SocketLines& operator=(const SocketLines&) = delete;

  std::span<const SourceBindings> bindings() const override;
  void start(Deliver deliver) override;
  void stop() override;
  SourceReport report() const override;

 private:
  std::shared_ptr<LineConnection> connection_;
};

}  // namespace liftbox
