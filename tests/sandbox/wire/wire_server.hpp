#pragma once

#include "sandbox/wire/http_message.hpp"

#include <functional>
#include <memory>
#include <string>

namespace dsz::sandbox {

class TlsIdentity;

/// One listening port on 127.0.0.1, served by threads of its own. HTTP is cpp-httplib's; the socket below it is ours,
/// so that an answer can be cut, dripped, given a false length or replaced by a reset.
class WireServer {
 public:
  using Handler = std::function<HttpAnswer(const HttpRequest&)>;

  /// Port 0 takes any free one. With `tls` the port speaks https. Throws std::runtime_error when the port is taken.
  WireServer(int port, std::shared_ptr<const TlsIdentity> tls, Handler handler);
  /// Ends every open connection and waits for the threads.
  ~WireServer();
  WireServer(const WireServer&) = delete;
  WireServer& operator=(const WireServer&) = delete;

  [[nodiscard]] int port() const;
  /// "http://127.0.0.1:PORT", without a slash at the end.
  [[nodiscard]] std::string url() const;

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace dsz::sandbox
