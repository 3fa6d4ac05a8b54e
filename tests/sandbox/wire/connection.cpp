#include "sandbox/wire/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace dsz::sandbox {
namespace {

constexpr std::size_t kEndlessPiece = 64U << 10U;
constexpr std::string_view kEndOfHead = "\r\n\r\n";

std::size_t head_size(std::string_view raw) {
  const std::size_t end = raw.find(kEndOfHead);
  return end == std::string_view::npos ? raw.size() : end + kEndOfHead.size();
}

void claim_length(std::string& raw, std::uint64_t length) {
  constexpr std::string_view kName = "\r\nContent-Length: ";
  const std::size_t start = raw.find(kName);
  if (start == std::string::npos || start > head_size(raw)) return;
  const std::size_t value = start + kName.size();
  raw.replace(value, raw.find("\r\n", value) - value, std::to_string(length));
}

bool drip(Connection& connection, std::string_view raw, std::chrono::milliseconds pause) {
  const std::size_t piece = std::max<std::size_t>(1, (raw.size() + 19) / 20);
  for (; !raw.empty(); raw.remove_prefix(std::min(piece, raw.size()))) {
    std::this_thread::sleep_for(pause);
    if (!connection.write(raw.substr(0, piece))) return false;
  }
  return true;
}

bool send_endless(Connection& connection, std::string raw, std::uint64_t length) {
  claim_length(raw, length);
  const std::size_t head = head_size(raw);
  const std::string body = raw.substr(head);
  std::string piece = body;
  while (piece.size() < kEndlessPiece) piece += body;
  if (!connection.write(std::string_view(raw).substr(0, head))) return false;
  for (std::uint64_t left = length; left > 0;) {
    const std::string_view next = std::string_view(piece).substr(0, std::min<std::uint64_t>(left, piece.size()));
    if (!connection.write(next)) return false;
    left -= next.size();
  }
  return true;
}

}  // namespace

void Connection::FreeSsl::operator()(SSL* ssl) const { SSL_free(ssl); }

Connection::Connection(int socket, SSL_CTX* tls) : socket_(socket) {
  // Else the two small writes of a TLS handshake cost a delayed acknowledgement, 40 ms.
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (tls == nullptr) return;
  ssl_.reset(SSL_new(tls));
  if (ssl_) SSL_set_fd(ssl_.get(), socket_);
}

Connection::~Connection() {
  if (ssl_ && !resetting_) SSL_shutdown(ssl_.get());
  ssl_.reset();
  ERR_clear_error();
  close(socket_);
}

bool Connection::handshake() { return !ssl_ || SSL_accept(ssl_.get()) == 1; }

ssize_t Connection::read(char* bytes, std::size_t size) {
  if (given_ == received_.size()) {
    received_.resize(16384);
    const ssize_t got = receive(received_.data(), received_.size());
    received_.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    given_ = 0;
    if (got <= 0) return got;
  }
  const std::size_t count = received_.copy(bytes, size, given_);
  given_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::receive(char* bytes, std::size_t size) {
  if (!ssl_) return recv(socket_, bytes, size, 0);
  std::size_t got = 0;
  return SSL_read_ex(ssl_.get(), bytes, size, &got) == 1 ? static_cast<ssize_t>(got) : 0;
}

bool Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    if (ssl_) {
      if (SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) != 1) return false;
    } else {
      const ssize_t result = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (result <= 0) return false;
      sent = static_cast<std::size_t>(result);
    }
    bytes.remove_prefix(sent);
  }
  return true;
}

void Connection::reset_on_close() {
  resetting_ = true;
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

bool send_answer(Connection& connection, std::string raw, const WirePlan& plan) {
  if (plan.reset) connection.reset_on_close();
  if (plan.close_without_answer) return false;
  if (plan.claimed_length) claim_length(raw, *plan.claimed_length);
  if (!plan.before.empty() && !connection.write(plan.before)) return false;
  if (plan.endless > 0) return send_endless(connection, std::move(raw), plan.endless);
  const bool cut = plan.head_share || plan.body_share;
  const std::size_t head = head_size(raw);
  if (plan.head_share) {
    raw.resize(static_cast<std::size_t>(static_cast<double>(head) * *plan.head_share));
  } else if (plan.body_share) {
    raw.resize(head + static_cast<std::size_t>(static_cast<double>(raw.size() - head) * *plan.body_share));
  }
  const bool sent = plan.drip.count() > 0 ? drip(connection, raw, plan.drip) : connection.write(raw);
  return sent && !cut && !plan.reset && !plan.claimed_length;
}

}  // namespace dsz::sandbox
