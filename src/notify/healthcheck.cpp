#include "dsz/notify/healthcheck.hpp"

#include "dsz/notify/message.hpp"

#include "post.hpp"

namespace dsz {

std::string Healthcheck::ping(std::string_view suffix, const std::string& body, SteadyTime until) {
  if (!trouble_.empty()) return trouble_;
  constexpr std::size_t kMostBody = 10'000;  // what free accounts keep at healthchecks.io
  const std::size_t query = std::min(url_.find('?'), url_.size());
  std::string address = url_.substr(0, query);
  while (address.ends_with('/')) address.pop_back();
  address.append(suffix).append(url_, query);
  return post(*client_, {std::move(address), "text/plain; charset=utf-8", shortened(body, kMostBody)}, until, world_);
}

}  // namespace dsz
