#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dsz::test {

/// One connection of a RawServer.
class RawConnection {
 public:
  explicit RawConnection(int fd) : fd_(fd) {}

  /// The head of a request, up to the empty line; "" when the client hung up before.
  [[nodiscard]] std::string read_head() const;
  /// With its end; "" when the client hung up before.
  [[nodiscard]] std::string read_line() const;
  /// Whatever came first, for what is not HTTP.
  void read_some() const;
  void send(std::string_view text) const;
  void wait_until_client_hangs_up() const;
  /// The connection ends with a reset instead of an orderly close.
  void reset_at_end() const;

 private:
  [[nodiscard]] std::string read_until(std::string_view end) const;

  int fd_;
};

/// A server on loopback for answers that no HTTP library would give. Each connection is handled in a thread of its own.
class RawServer {
 public:
  using Handler = std::function<void(const RawConnection&)>;

  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path, const std::string& scheme = "http") const;
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void serve();

  Handler handler_;
  int port_ = 0;
  int listener_;
  std::atomic<int> connections_ = 0;
  std::vector<std::thread> handlers_;
  std::thread thread_;
};

/// A port of loopback on which nobody listens.
int unused_port();

}  // namespace dsz::test
