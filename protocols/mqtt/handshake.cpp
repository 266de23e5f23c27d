#include "protocols/mqtt/handshake.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <algorithm>
#include <memory>

#include "protocols/mqtt/paho_options.hpp"
#include "protocols/mqtt/pem.hpp"
#include "protocols/mqtt/tcp_socket.hpp"

namespace liftbox::mqtt {
namespace {

using namespace std::chrono_literals;

constexpr auto longest = 5s;
/// In TLS 1.3 the client is done before the server has looked at its certificate: its word comes after.
constexpr auto second_thoughts = 1s;

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeConnection {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslContext = std::unique_ptr<SSL_CTX, FreeContext>;
using Connection = std::unique_ptr<SSL, FreeConnection>;

/// The first certificate that was found wanting.
struct Verdict {
  int error = X509_V_OK;
  int depth = 0;
  Certificate judged;
};

int remember_verdict(int good, X509_STORE_CTX* verification) {
  if (good == 1) return 1;
  auto* ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* verdict = static_cast<Verdict*>(SSL_get_app_data(ssl));
  verdict->error = X509_STORE_CTX_get_error(verification);
  verdict->depth = X509_STORE_CTX_get_error_depth(verification);
  if (const X509* judged = X509_STORE_CTX_get_current_cert(verification))
    verdict->judged = read_certificate(*judged);
  return 0;
}

SslContext make_context(const TlsFiles& files) {
  SslContext context{SSL_CTX_new(TLS_client_method())};
  SSL_CTX_set_security_level(context.get(), 1);  // as Paho does
  SSL_CTX_set_cipher_list(context.get(), cipher_suites);
  SSL_CTX_load_verify_locations(context.get(), files.trusted.c_str(), nullptr);
  if (!files.chain.empty()) {
    SSL_CTX_use_certificate_chain_file(context.get(), files.chain.c_str());
    SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM);
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, remember_verdict);
  return context;
}

Connection make_connection(SSL_CTX& context, const std::string& host, int descriptor, Verdict& verdict) {
  Connection ssl{SSL_new(&context)};
  SSL_set_app_data(ssl.get(), &verdict);
  SSL_set_fd(ssl.get(), descriptor);
  SSL_set_tlsext_host_name(ssl.get(), host.c_str());
  return ssl;
}

/// How a step of the handshake ended.
enum class Outcome : std::uint8_t { done, too_late, hung_up, failed };

/// Does `step` until it is done or has failed, waiting for the network in between.
template <class Step>
Outcome carry_on(SSL& ssl, const TcpSocket& socket, TcpSocket::Deadline deadline, Step step) {
  for (;;) {
    ERR_clear_error();
    const int result = step(&ssl);
    if (result > 0) return Outcome::done;
    const int error = SSL_get_error(&ssl, result);
    if (error == SSL_ERROR_SSL) return Outcome::failed;
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return Outcome::hung_up;
    if (!socket.wait(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline)) return Outcome::too_late;
  }
}

std::string words(const TlsContext& context, const Verdict& verdict) {
  if (verdict.error != X509_V_OK)
    return why_not_trusted(context, verdict.error, verdict.depth, verdict.judged);
  const unsigned long error = ERR_peek_error();
  return why_not_let_in(context, ERR_GET_REASON(error));
}

std::string shake_hands(const TlsContext& context, const TlsFiles& files, const TcpSocket& socket,
                        TcpSocket::Deadline deadline) {
  Verdict verdict;
  const SslContext ssl_context = make_context(files);
  const Connection ssl = make_connection(*ssl_context, context.settings.host, socket.descriptor(), verdict);
  switch (carry_on(*ssl, socket, deadline, SSL_connect)) {
    case Outcome::failed:
      return words(context, verdict);
    case Outcome::too_late:
      return "no answer to TLS; is broker.port the broker's TLS port (mostly 8883)?";
    case Outcome::hung_up:
      return "the broker hung up when TLS began; is broker.port its TLS port (mostly 8883)?";
    case Outcome::done:
      break;
  }
  const auto after = std::min(deadline, std::chrono::steady_clock::now() + second_thoughts);
  const auto read_one = [](SSL* of) {
    char byte = 0;
    return SSL_read(of, &byte, 1);
  };
  return carry_on(*ssl, socket, after, read_one) == Outcome::failed ? words(context, verdict) : std::string{};
}

}  // namespace

std::string try_handshake(const TlsContext& context, const TlsFiles& files) {
  const auto deadline = std::chrono::steady_clock::now() + longest;
  try {
    const TcpSocket socket{context.settings.host, context.settings.port, deadline};
    return shake_hands(context, files, socket, deadline);
  } catch (const Unreachable& error) {
    return error.what();
  }
}

}  // namespace liftbox::mqtt
