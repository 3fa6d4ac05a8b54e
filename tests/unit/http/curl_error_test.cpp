#include "curl_error.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace dsz {
namespace {

using namespace std::chrono_literals;

/// What is said of a request that libcurl has given up for the time it took, at once.
std::string words_at_once(std::string_view detail, Millis timeout) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), &curl_easy_cleanup);
  return transfer_error({CURLE_OPERATION_TIMEDOUT, easy.get(), detail, true, timeout}).message;
}

TEST(CurlError, ATimeOutThatCameALittleEarlyDidNotStall) {
  EXPECT_EQ(words_at_once("Operation timed out after 99 milliseconds with 0 bytes received", 100ms),
            "unknown host: timed out after 100 ms");
}

TEST(CurlError, ATimeOutLongBeforeTheLimitNamesTheTimeItTook) {
  EXPECT_EQ(words_at_once("Connection timed out after 15001 milliseconds", 60s), "unknown host: timed out after 0 ms");
}

TEST(CurlError, OnlyAStallIsCalledOne) {
  EXPECT_EQ(words_at_once("Operation too slow. Less than 1 bytes/sec transferred the last 30 seconds", 60s),
            "unknown host: the answer stalled: under 1 byte/s for 30 s");
}

}  // namespace
}  // namespace dsz
