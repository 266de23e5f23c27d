#include "protocols/control/connection.hpp"

#include <fmt/format.h>
#include <array>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>
#include <utility>

namespace liftbox::control {
namespace {

using Error = boost::system::error_code;

std::string unknown_method(const std::string& method, const Methods& methods) {
  std::string known;
  for (const auto& [name, handler] : methods) known += (known.empty() ? "" : ", ") + name;
  return fmt::format("no method \"{:.40}\"; there are {}", method, known);
}

}  // namespace

Connection::Connection(Socket socket, std::shared_ptr<const Methods> methods, const Limits& limits,
                       std::function<void(const std::shared_ptr<Connection>&)> at_end)
    : socket_(std::move(socket)),
      idle_(socket_.get_executor()),
      methods_(std::move(methods)),
      limits_(limits),
      at_end_(std::move(at_end)),
      peer_(peer_of(socket_.native_handle())) {}

void Connection::start() {
  await_idle();
  proceed();
}

void Connection::end() {
  if (std::exchange(ended_, true)) return;
  Error ignored;
  socket_.close(ignored);
  idle_.cancel(ignored);
  at_end_(shared_from_this());
}

void Connection::proceed() {
  while (!ended_ && !last_words_ && open_id_.empty() && leaving_.empty()) {
    const auto end = input_.find('\n');
    if (std::min(end, input_.size()) > limits_.line) {
      say_last({ErrorCode::invalid_request, fmt::format("a request has at most {} bytes", limits_.line)});
      return;
    }
    if (end == std::string::npos) {
      read();
      return;
    }
    const std::string line = input_.substr(0, end);
    input_.erase(0, end + 1);
    await_idle();
    handle(line);
  }
}

void Connection::read() {
  if (std::exchange(reading_, true)) return;
  const auto size = input_.size();
  constexpr std::size_t piece = 4096;
  input_.resize(size + piece);
  socket_.async_read_some(boost::asio::buffer(&input_[size], piece),
                          [self = shared_from_this(), size](const Error& error, std::size_t read) {
                            self->reading_ = false;
                            self->input_.resize(size + read);
                            if (self->ended_) return;
                            error ? self->end() : self->proceed();
                          });
}

void Connection::handle(std::string_view line) {
  const ParsedRequest request = parse_request(line);
  if (request.error) {
    send(error_line(request.id, *request.error));
  } else if (request.wants_answer) {
    call(request);
  }
}

void Connection::call(const ParsedRequest& request) {
  const auto method = methods_->find(request.method);
  open_id_ = request.id;
  const auto number = ++request_;
  if (method == methods_->end()) {
    refuse(number, {ErrorCode::method_not_found, unknown_method(request.method, *methods_)});
    return;
  }
  try {
    method->second({request.method, *request.params, peer_}, Reply(weak_from_this(), number));
  } catch (const nlohmann::json::exception& error) {
    refuse(number, {ErrorCode::invalid_params, error.what()});
  } catch (const InvalidParams& error) {
    refuse(number, {ErrorCode::invalid_params, error.what()});
  }
}

void Connection::answer(std::uint64_t request, const nlohmann::json& result) {
  if (const auto id = open_id_; closes(request)) send(result_line(id, result));
}

void Connection::refuse(std::uint64_t request, const RpcError& error) {
  if (const auto id = open_id_; closes(request)) send(error_line(id, error));
}

bool Connection::closes(std::uint64_t request) {
  if (ended_ || open_id_.empty() || request != request_) return false;
  open_id_.clear();
  return true;
}

void Connection::notify(std::string_view method, const nlohmann::json& params) {
  if (ended_) return;
  if (leaving_.size() + waiting_.size() > limits_.backlog) {
    end();
    return;
  }
  send(notification_line(method, params));
}

void Connection::send(const std::string& line) {
  waiting_ += line;
  if (leaving_.empty()) write();
}

void Connection::write() {
  leaving_ = std::exchange(waiting_, {});
  boost::asio::async_write(socket_, boost::asio::buffer(leaving_),
                           [self = shared_from_this()](const Error& error, std::size_t) {
                             self->leaving_.clear();
                             if (self->ended_) return;
                             if (error || (self->last_words_ && self->waiting_.empty())) {
                               self->end();
                             } else if (!self->waiting_.empty()) {
                               self->write();
                             } else {
                               self->proceed();
                             }
                           });
}

void Connection::say_last(const RpcError& error) {
  last_words_ = true;
  send(error_line("null", error));
}

void Connection::await_idle() {
  idle_.expires_after(limits_.idle);
  idle_.async_wait([self = shared_from_this()](const Error& cancelled) {
    if (!cancelled && !self->subscribed_) self->end();
  });
}

}  // namespace liftbox::control
