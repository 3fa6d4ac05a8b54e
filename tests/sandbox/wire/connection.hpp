#pragma once

#include "sandbox/wire/http_message.hpp"

#include <openssl/types.h>
#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace dsz::sandbox {

/// One accepted socket, plain or TLS. Closes it at the end.
class Connection {
 public:
  /// `tls` may be null: a plain connection. Takes the socket over.
  Connection(int socket, SSL_CTX* tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False when the client did not complete the TLS handshake.
  bool handshake();
  /// Blocks; 0 at the end of the stream, negative on an error.
  ssize_t read(char* bytes, std::size_t size);
  bool write(std::string_view bytes);
  /// The close at the end will be a TCP reset.
  void reset_on_close();
  [[nodiscard]] int socket() const { return socket_; }

 private:
  ssize_t receive(char* bytes, std::size_t size);

  struct FreeSsl {
    void operator()(SSL* ssl) const;
  };
  int socket_;
  bool resetting_ = false;
  std::string received_;   // read from the socket and not yet asked for: httplib reads a head byte by byte
  std::size_t given_ = 0;  // of received_
  std::unique_ptr<SSL, FreeSsl> ssl_;
};

/// Sends a whole HTTP answer as the plan says. False when the connection is to end now.
bool send_answer(Connection& connection, std::string raw, const WirePlan& plan);

}  // namespace dsz::sandbox
