#include "agent/config/profile_kind.hpp"

#include "agent/config/document.hpp"

namespace liftbox {

std::optional<ProfileKind> profile_kind(const std::filesystem::path& file, std::vector<Mistake>& mistakes) {
  const Document document{file, mistakes};
  const Table root = document.root();
  if (!root) return std::nullopt;
  if (root.has("register") || root.has("custom")) return ProfileKind::controller;
  if (root.has("line") || root.has("serial_ports")) return ProfileKind::board;
  if (root.has("codes")) return ProfileKind::region;
  root.mistake(
      "this is no profile: a controller's has [[register]], a board's [serial_ports] or [[line]], a region's "
      "[codes.EVENT_TYPE]; site files are for `liftctl config check`");
  return std::nullopt;
}

}  // namespace liftbox
