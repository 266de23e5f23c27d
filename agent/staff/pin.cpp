#include "agent/staff/pin.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

namespace liftbox {
namespace {

using Bytes = std::vector<unsigned char>;

/// What a try costs: 128 * r * 2^ln bytes of memory, p times.
struct Cost {
  unsigned ln = 14;
  unsigned r = 8;
  unsigned p = 1;
};
constexpr Cost highest{16, 16, 4};  // 128 MiB: what somebody else's entry may ask of a gateway
constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;
constexpr std::uint64_t spare_memory = 1U << 20U;

struct Kept {
  Cost cost;
  Bytes salt;
  Bytes hash;
};

std::string base64(const Bytes& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                  static_cast<int>(bytes.size()));
  text.erase(text.find_last_not_of(std::string_view{"=\0", 2}) + 1);
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  std::string padded{text};
  while (padded.size() % 4 != 0) padded += '=';
  const std::size_t padding = padded.size() - text.size();
  Bytes bytes(padded.size() / 4 * 3);
  if (text.empty() || padding > 2 || text.ends_with('=') ||
      EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(padded.data()),
                      static_cast<int>(padded.size())) < 0)
    return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

Bytes scrypt(std::string_view pin, const Bytes& salt, const Cost& cost, std::size_t size) {
  const std::uint64_t n = std::uint64_t{1} << cost.ln;
  Bytes hash(size);
  if (EVP_PBE_scrypt(pin.data(), pin.size(), salt.data(), salt.size(), n, cost.r, cost.p,
                     128 * n * cost.r + 128 * std::uint64_t{cost.r} * cost.p + spare_memory, hash.data(),
                     hash.size()) != 1)
    throw std::runtime_error{"OpenSSL cannot compute scrypt: is there memory left?"};
  return hash;
}

/// Takes `before` and what stands up to the next `end` off the front.
std::optional<std::string_view> next(std::string_view& text, std::string_view before, char end) {
  if (!text.starts_with(before)) return std::nullopt;
  text.remove_prefix(before.size());
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(part.size());
  return part;
}

bool read(std::optional<std::string_view> text, unsigned most, unsigned& into) {
  if (!text) return false;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), into);
  return error == std::errc{} && end == text->data() + text->size() && into >= 1 && into <= most;
}

std::optional<Kept> parse(std::string_view text) {
  Kept kept;
  if (!read(next(text, "$scrypt$ln=", ','), highest.ln, kept.cost.ln) ||
      !read(next(text, ",r=", ','), highest.r, kept.cost.r) ||
      !read(next(text, ",p=", '$'), highest.p, kept.cost.p))
    return std::nullopt;
  const auto salt = from_base64(next(text, "$", '$').value_or(""));
  const auto hash = from_base64(next(text, "$", '$').value_or(""));
  if (!salt || !hash || hash->size() < salt_size || !text.empty()) return std::nullopt;
  kept.salt = *salt;
  kept.hash = *hash;
  return kept;
}

}  // namespace

std::string kept_form(std::string_view pin) {
  const Cost cost;
  Bytes salt(salt_size);
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1)
    throw std::runtime_error{"OpenSSL has no random bytes for the salt"};
  return fmt::format("$scrypt$ln={},r={},p={}${}${}", cost.ln, cost.r, cost.p, base64(salt),
                     base64(scrypt(pin, salt, cost, hash_size)));
}

bool is_pin(std::string_view pin, std::string_view kept) {
  const auto expected = parse(kept);
  if (!expected) return false;
  const Bytes hash = scrypt(pin, expected->salt, expected->cost, expected->hash.size());
  return CRYPTO_memcmp(hash.data(), expected->hash.data(), hash.size()) == 0;
}

bool is_kept_form(std::string_view kept) {
  return parse(kept).has_value();
}

}  // namespace liftbox
