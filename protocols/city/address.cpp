#include "protocols/city/address.hpp"

#include <string_view>

namespace liftbox::city {
namespace {

struct AddressParts {
  bool tls = false;
  std::string_view host;
};

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Empty host: it is no such address.
AddressParts parts_of(std::string_view text) {
  constexpr std::string_view plain{"mqtt://"};
  constexpr std::string_view secure{"mqtts://"};
  const bool tls = text.starts_with(secure);
  if (!tls && !text.starts_with(plain)) return {};
  text.remove_prefix(tls ? secure.size() : plain.size());
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || !all_digits(text.substr(colon + 1))) return {};
  const std::string_view host = text.substr(0, colon);
  const bool v6 = host.starts_with('[') && host.ends_with(']');
  const bool other = host.find_first_of("[]:/@") != std::string_view::npos;
  return {tls, v6 || !other ? host : std::string_view{}};
}

bool is_this_machine(std::string_view host) {
  const bool number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "[::1]" || (number && host.starts_with("127."));
}

}  // namespace

std::string why_not(const Subscriber::Settings& broker, bool insecure) {
  const std::string option = "--broker " + broker.broker + ": ";
  const AddressParts parts = parts_of(broker.broker);
  if (parts.host.empty()) return option + "write mqtt://HOST:PORT, or mqtts://HOST:PORT for TLS";
  if (parts.tls && broker.ca_file.empty())
    return option + "TLS needs --ca-file, the authority of the broker's certificate";
  if (broker.cert_file.empty() != broker.key_file.empty())
    return "--cert-file and --key-file belong together: give both, or neither";
  if (!parts.tls && !insecure && !is_this_machine(parts.host))
    return option + "refused, unencrypted beyond this machine; use mqtts://, or --insecure";
  return {};
}

}  // namespace liftbox::city
