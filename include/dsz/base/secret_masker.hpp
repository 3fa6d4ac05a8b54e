#pragma once

#include <set>
#include <string>
#include <string_view>

namespace dsz {

/// Knows every secret of this process and hides it in any text that leaves the process (S8).
class SecretMasker {
 public:
  /// Secrets shorter than 4 characters are not masked: they would mask ordinary words. The forms in which a secret
  /// travels or is echoed (percent-encoded, escaped for JSON or HTML, base64, also of "user:password") are masked too.
  void add(std::string_view secret);
  /// `text` with each secret replaced by "***", also one of which visible() left only the beginning before its "…".
  [[nodiscard]] std::string mask(std::string_view text) const;
  /// A sentence for people and for files that people read: masked, then visible(), up to 4096 bytes.
  [[nodiscard]] std::string fit_to_show(std::string_view sentence) const;

 private:
  std::set<std::string> secrets_;
};

}  // namespace dsz
