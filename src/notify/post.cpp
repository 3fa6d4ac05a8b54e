#include "post.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/http/send.hpp"

namespace dsz {

std::string post(HttpClient& client, Post what, SteadyTime until, const World& world) {
  Request request;
  request.method = Method::post;
  request.url = std::move(what.url);
  request.label = "notification";
  request.headers = {{"Content-Type", std::move(what.content_type)}};
  request.body = std::move(what.body);
  request.timeout = until - world.clock.steady();
  request.max_body = 1U << 20U;
  if (request.timeout <= Millis{0}) return "there was no time left for it";
  try {
    // Nothing repeats it, so it may count as idempotent: a signal then ends it at once.
    const Outcome outcome = send(client, std::move(request), world.signals);
    if (outcome.ok()) return "";
    return outcome.response ? "it answered " + outcome.describe() : outcome.describe();
  } catch (const Failure& failure) {
    return failure.what();
  }
}

}  // namespace dsz
