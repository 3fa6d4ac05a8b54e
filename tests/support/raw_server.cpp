#include "raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace dsz::test {
namespace {

void require(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

int bound_socket(int& port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  require(fd >= 0, "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  require(bind(fd, generic, size) == 0, "bind");
  require(getsockname(fd, generic, &size) == 0, "getsockname");
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace

std::string RawConnection::read_head() const { return read_until("\r\n\r\n"); }

std::string RawConnection::read_line() const { return read_until("\r\n"); }

std::string RawConnection::read_until(std::string_view end) const {
  std::string text;
  char byte = 0;
  while (recv(fd_, &byte, 1, 0) == 1) {
    text += byte;
    if (text.ends_with(end)) return text;
  }
  return "";
}

void RawConnection::read_some() const {
  std::array<char, 4096> ignored{};
  static_cast<void>(recv(fd_, ignored.data(), ignored.size(), 0));
}

void RawConnection::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void RawConnection::wait_until_client_hangs_up() const {
  std::array<char, 4096> ignored{};
  while (recv(fd_, ignored.data(), ignored.size(), 0) > 0) continue;
}

void RawConnection::reset_at_end() const {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

RawServer::RawServer(Handler handler) : handler_(std::move(handler)), listener_(bound_socket(port_)) {
  require(listen(listener_, SOMAXCONN) == 0, "listen");
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  shutdown(listener_, SHUT_RDWR);  // wakes accept()
  thread_.join();
  for (std::thread& handler : handlers_) handler.join();
  close(listener_);
}

void RawServer::serve() {
  for (;;) {
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    ++connections_;
    handlers_.emplace_back([this, fd] {
      handler_(RawConnection(fd));
      close(fd);
    });
  }
}

std::string RawServer::url(const std::string& path, const std::string& scheme) const {
  return scheme + "://127.0.0.1:" + std::to_string(port_) + path;
}

int unused_port() {
  int port = 0;
  close(bound_socket(port));
  return port;
}

}  // namespace dsz::test
