#include "dsz/supplier/token_store.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/os/atomic_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace dsz {
namespace {

constexpr std::string_view kFormat = "dsz-token/1";
constexpr std::uint64_t kLargestFile = 64U << 10U;
constexpr unsigned kOthers = 0077;
constexpr Millis kLongestUse = std::chrono::hours{7};
constexpr Millis kLeastMargin = std::chrono::seconds{2};
constexpr Millis kLargestMargin = std::chrono::minutes{1};

/// Throws a std::exception when it is not what save() writes.
Token token_of(const std::string& text) {
  const nlohmann::json file = nlohmann::json::parse(text);
  if (file.at("format").get<std::string>() != kFormat) throw std::runtime_error("unknown format");
  Token token;
  token.text = file.at("token").get<std::string>();
  token.account = file.at("account").get<std::string>();
  const auto received = parse_utc(file.at("received").get<std::string>());
  if (!received || token.text.empty()) throw std::runtime_error("no token or no time");
  token.received = *received;
  const nlohmann::json& life = file.at("life_ms");
  if (!life.is_number_integer()) throw std::runtime_error("no life");  // a fraction may be beyond every integer
  token.life = Millis{life.get<std::int64_t>()};
  return token;
}

}  // namespace

WallTime Token::usable_until() const {
  if (life <= Millis{0}) return received + kLongestUse;
  // iat and exp are whole seconds, cut off: the true life can be a second shorter than they say.
  const Millis margin = std::clamp(life / 10, std::min(life / 2, kLeastMargin), kLargestMargin);
  return received + std::min(kLongestUse, life - margin);
}

bool Token::usable(WallTime now) const { return received <= now && now < usable_until(); }

TokenStore::TokenStore(FileSystem& files, std::filesystem::path path, Log& log)
    : files_(files), path_(std::move(path)), log_(log) {}

std::optional<Token> TokenStore::load(const std::string& account) {
  try {
    const auto info = files_.info(path_);
    if (!info) return std::nullopt;
    if ((info->mode & kOthers) != 0) {
      log_.warning("{} can be read by others and is not used: a new token is asked for", path_.string());
      return std::nullopt;
    }
    Token token = token_of(files_.read_all(path_, kLargestFile).value_or(""));
    if (token.account == account) return token;
    log_.warning("{} belongs to another account and is not used", path_.string());
  } catch (const Failure& failure) {  // of the file system
    log_.warning("{}: a new token is asked for", failure.what());
  } catch (const std::exception&) {  // its words may hold part of the token
    log_.warning("{} is damaged and is not used: a new token is asked for", path_.string());
  }
  return std::nullopt;
}

void TokenStore::save(const Token& token) {
  const nlohmann::ordered_json file{{"format", kFormat},
                                    {"account", token.account},
                                    {"received", format_utc(token.received)},
                                    {"life_ms", token.life.count()},
                                    {"token", token.text}};
  replace_file(files_, path_, file.dump(2) + "\n", 0600);
}

void TokenStore::forget() { files_.remove(path_); }

}  // namespace dsz
