#include "drivers/lines/socket_lines.hpp"

#include <utility>

#include "drivers/lines/line_connection.hpp"

namespace liftbox {

SocketLines::SocketLines(boost::asio::io_context& io, std::string name, std::string socket_path,
                         std::vector<LineSetting> lines, const Clock& clock)
    : connection_(std::make_shared<LineConnection>(io, std::move(name), std::move(socket_path),
                                                   std::move(lines), clock)) {}

SocketLines::~SocketLines() {
  connection_->stop();
}

std::span<const SourceBindings> SocketLines::bindings() const {
  return {&connection_->bindings(), 1};
}
void SocketLines::start(Deliver deliver) {
  connection_->start(std::move(deliver));
}
void SocketLines::stop() {
  connection_->stop();
}
SourceReport SocketLines::report() const {
  return connection_->report();
}

}  // namespace liftbox
