#include "sandbox/wire/wire_server.hpp"

#include "sandbox/wire/connection.hpp"
#include "sandbox/wire/tls_identity.hpp"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace dsz::sandbox {
namespace {

// A request carries its connection's number under this name, so that the handler can leave a wire plan for it.
constexpr const char* kConnectionHeader = "X-Sandbox-Connection";
constexpr std::size_t kThreads = 24;

/// Keeps what is written until the whole answer is there.
class BufferedStream : public httplib::Stream {
 public:
  explicit BufferedStream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* bytes, std::size_t size) override {
    // "100 Continue" has to be out before the client sends the body that is read now.
    if (!connection_.write(written_)) return -1;
    written_.clear();
    return connection_.read(bytes, size);
  }
  ssize_t write(const char* bytes, std::size_t size) override {
    written_.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = "127.0.0.1";
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip = "127.0.0.1";
    port = 0;
  }
  socket_t socket() const override { return connection_.socket(); }

  std::string take() { return std::move(written_); }

 private:
  Connection& connection_;
  std::string written_;
};

HttpRequest to_request(const httplib::Request& from, bool tls) {
  HttpRequest request;
  request.method = from.method;
  request.scheme = tls ? "https" : "http";
  const std::size_t mark = std::min(from.target.find('?'), from.target.size());
  request.path = from.target.substr(0, mark);
  request.query_text = from.target.substr(std::min(mark + 1, from.target.size()));
  request.query = Query(request.query_text);
  for (const auto& [name, value] : from.headers) {
    if (name != kConnectionHeader) request.headers.emplace_back(name, value);
  }
  request.body = from.body;
  return request;
}

}  // namespace

class WireServer::Listener : public httplib::Server {
 public:
  Listener(int port, std::shared_ptr<const TlsIdentity> tls, WireServer::Handler handler)
      : tls_(std::move(tls)), handler_(std::move(handler)) {
    new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    // Without httplib's SO_REUSEPORT: two servers on one port would share its connections in silence.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    set_keep_alive_timeout(60);
    set_keep_alive_max_count(10000);
    const auto serve = [this](const httplib::Request& from, httplib::Response& to) { answer(from, to); };
    Get(".*", serve);
    Post(".*", serve);
    Put(".*", serve);
    Patch(".*", serve);
    Delete(".*", serve);
    Options(".*", serve);
    warm_up();
    port_ = port == 0 ? bind_to_any_port("127.0.0.1") : (bind_to_port("127.0.0.1", port) ? port : -1);
    if (port_ < 0) throw std::runtime_error("sandbox: cannot listen on 127.0.0.1:" + std::to_string(port));
    thread_ = std::thread([this] { listen_after_bind(); });
    while (!is_running()) std::this_thread::yield();
  }

  ~Listener() override {
    stop();
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      for (const int socket : open_) shutdown(socket, SHUT_RDWR);
    }
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] bool speaks_tls() const { return tls_ != nullptr; }

 private:
  /// One request with an unknown method, answered to nobody. httplib fills tables of its own at the first request; here
  /// no other thread can be reading them. That is safe at any time, but ThreadSanitizer cannot see it in a library that
  /// was built without it.
  void warm_up() {
    int sockets[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) throw std::runtime_error("sandbox: no socket pair");
    Connection client(sockets[0], nullptr);
    Connection connection(sockets[1], nullptr);
    client.write("NONE / HTTP/1.1\r\n\r\n");
    shutdown(client.socket(), SHUT_WR);
    BufferedStream stream(connection);
    bool closed = false;
    process_request(stream, true, closed, [](httplib::Request&) {});
  }

  void answer(const httplib::Request& from, httplib::Response& to) {
    const HttpAnswer answer = handler_(to_request(from, speaks_tls()));
    to.status = answer.status;
    for (const auto& [name, value] : answer.headers) to.set_header(name, value);
    to.set_content(answer.body, answer.content_type);
    const std::lock_guard lock(mutex_);
    plans_[from.get_header_value(kConnectionHeader)] = answer.wire;
  }

  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, speaks_tls() ? tls_->context() : nullptr);
    if (!enter(socket)) return false;
    if (connection.handshake()) serve(connection);
    leave(socket);
    return true;
  }

  void serve(Connection& connection) {
    const std::string number = std::to_string(connection.socket());
    bool going_on = true;
    while (going_on) {
      BufferedStream stream(connection);
      bool closed = false;
      const bool answered = process_request(
          stream, false, closed, [&](httplib::Request& request) { request.set_header(kConnectionHeader, number); });
      const WirePlan plan = take_plan(number);
      std::string raw = stream.take();
      going_on = !raw.empty() && send_answer(connection, std::move(raw), plan) && answered && !closed;
    }
  }

  bool enter(int socket) {
    const std::lock_guard lock(mutex_);
    if (!stopping_) open_.insert(socket);
    return !stopping_;
  }

  void leave(int socket) {
    const std::lock_guard lock(mutex_);
    open_.erase(socket);
  }

  WirePlan take_plan(const std::string& number) {
    const std::lock_guard lock(mutex_);
    const auto found = plans_.find(number);
    if (found == plans_.end()) return {};
    WirePlan plan = found->second;
    plans_.erase(found);
    return plan;
  }

  std::shared_ptr<const TlsIdentity> tls_;
  WireServer::Handler handler_;
  int port_ = -1;
  std::thread thread_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::set<int> open_;
  std::map<std::string, WirePlan> plans_;
};

WireServer::WireServer(int port, std::shared_ptr<const TlsIdentity> tls, Handler handler)
    : listener_(std::make_unique<Listener>(port, std::move(tls), std::move(handler))) {}

WireServer::~WireServer() = default;

int WireServer::port() const { return listener_->port(); }

std::string WireServer::url() const {
  return (listener_->speaks_tls() ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port());
}

}  // namespace dsz::sandbox
