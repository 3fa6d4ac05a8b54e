#include "dsz/http/mail.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/base/text.hpp"
#include "dsz/http/url.hpp"

#include "curl_error.hpp"
#include "curl_transfer.hpp"

#include <fmt/format.h>

#include <memory>
#include <span>

namespace dsz {
namespace {

/// By then the server has taken the mail or refused it.
constexpr std::chrono::seconds kLongestGoodbye{1};

struct CurlMimeFree {
  void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
using CurlMime = std::unique_ptr<curl_mime, CurlMimeFree>;

void require(CURLcode code) {
  if (code != CURLE_OK) {
    throw Failure(FailureKind::unexpected, std::string("libcurl cannot make the mail: ") + curl_easy_strerror(code));
  }
}

void append(CurlList& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());  // the first append makes the list, the others return the same one
  list.reset(longer);
}

/// Lines as SMTP has them.
std::string with_crlf(const std::string& text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return lines;
}

void add_part(curl_mime* mime, const std::string& text, const char* type) {
  curl_mimepart* const part = curl_mime_addpart(mime);
  if (part == nullptr) throw std::bad_alloc();
  const std::string lines = with_crlf(text);
  require(curl_mime_data(part, lines.data(), lines.size()));
  require(curl_mime_type(part, type));
  require(curl_mime_encoder(part, "quoted-printable"));
}

bool to_this_machine(const std::string& url) {
  const std::optional<Url> server = parse_url("http" + url.substr(4));  // smtp://…
  return server && server->loopback();
}

/// One mail on its way. libcurl holds pointers into it.
class Delivery {
 public:
  Delivery(const MailServer& server, const Mail& mail, const Signals& signals)
      : signals_(signals), to_(mail.to), easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
    set_server(server);
    set_mail(mail);
    set(CURLOPT_ERRORBUFFER, error_text_.data());
    set(CURLOPT_XFERINFOFUNCTION, &Delivery::on_progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    // Else libcurl waits for the answer to QUIT when the handle goes: for two minutes, whatever the time-out.
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_HEADERFUNCTION, &Delivery::on_reply);
    set(CURLOPT_HEADERDATA, this);
#if LIBCURL_VERSION_NUM >= 0x075700
    set(CURLOPT_QUICK_EXIT, 1L);  // a name server that does not answer must not hold up the end
#endif
  }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  MailEnd send(Millis timeout) {
    const Millis before_goodbye = timeout > 2 * kLongestGoodbye ? timeout - kLongestGoodbye : timeout;
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(before_goodbye.count()));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(before_goodbye.count()));
    const CURLcode code = curl_easy_perform(easy_.get());
    if (code == CURLE_OK) return {"", refused_};
    return {fmt::format("{}: {}", host_of(easy_.get()), in_words(code, timeout)), {}};
  }

 private:
  template <typename Value>
  void set(CURLoption option, Value value) {
    require(curl_easy_setopt(easy_.get(), option, value));
  }

  void set_server(const MailServer& server) {
    const bool plain = to_this_machine(server.url) && server.ca_file.empty();
    set(CURLOPT_URL, server.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_PROXY, "");  // an HTTP proxy in the environment is not for mail
    if (!server.ca_file.empty()) {
      set(CURLOPT_CAINFO, server.ca_file.c_str());
      set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    if (server.user.empty()) return;
    set(CURLOPT_USERNAME, server.user.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }

  void set_mail(const Mail& mail) {
    set(CURLOPT_MAIL_FROM, fmt::format("<{}>", mail.from).c_str());
    for (const std::string& to : mail.to) append(recipients_, fmt::format("<{}>", to));
    set(CURLOPT_MAIL_RCPT, recipients_.get());
    set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);  // one address that is gone must not keep it from the others
    for (const std::string& line : mail_head(mail)) append(head_, line);
    set(CURLOPT_HTTPHEADER, head_.get());
    set_content(mail);
  }

  void set_content(const Mail& mail) {
    mime_.reset(curl_mime_init(easy_.get()));
    CurlMime both(curl_mime_init(easy_.get()));
    add_part(both.get(), mail.text, "text/plain; charset=utf-8");
    add_part(both.get(), mail.html, "text/html; charset=utf-8");
    curl_mimepart* const part = curl_mime_addpart(mime_.get());
    if (part == nullptr) throw std::bad_alloc();
    require(curl_mime_subparts(part, both.get()));
    static_cast<void>(both.release());  // the part owns it now
    require(curl_mime_type(part, "multipart/alternative"));
    set(CURLOPT_MIMEPOST, mime_.get());
  }

  /// The server's own last word, like "535 5.7.8 authentication failed"; "" when it has said none.
  [[nodiscard]] std::string last_reply() const {
    long reply = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply);
    return reply >= 400 ? fmt::format(" (SMTP {})", reply) : "";
  }

  [[nodiscard]] std::string in_words(CURLcode code, Millis timeout) const {
    switch (code) {
      case CURLE_ABORTED_BY_CALLBACK:
        return "interrupted";
      case CURLE_OPERATION_TIMEDOUT:
        return fmt::format("timed out after {}", format_span(timeout));
      case CURLE_LOGIN_DENIED:
        return "user name or password refused" + last_reply();
      case CURLE_USE_SSL_FAILED:
        return "the server offers no STARTTLS, and a mail is not sent unprotected; use smtps:// or another port";
      default:
        break;
    }
    const std::string_view detail(error_text_.data());
    return visible(detail.empty() ? curl_easy_strerror(code) : detail) + last_reply();
  }

  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Delivery*>(self)->signals_.pending() != 0 ? 1 : 0;
  }

  static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* self) {
    static_cast<Delivery*>(self)->take_line({data, size * count});
    return size * count;
  }

  /// One line of the server: "250-" begins or continues a reply, "250 " ends it. "354" follows the replies to the
  /// recipients, and the verdict on the mail follows that.
  void take_line(std::string_view line) {
    if (mail_goes_) {
      curl_easy_setopt(easy_.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(kLongestGoodbye.count()));
    } else if (line.starts_with("354")) {
      mail_goes_ = true;
      note_refused();
    } else if (line.size() > 3 && line[3] != '-') {
      replies_.emplace_back(line.substr(0, 3));
    }
  }

  void note_refused() {
    if (replies_.size() < to_.size()) return;
    const std::span<const std::string> answers = std::span(replies_).last(to_.size());
    for (std::size_t i = 0; i < to_.size(); ++i) {
      if (!answers[i].starts_with('2')) refused_.push_back(fmt::format("{} (SMTP {})", visible(to_[i]), answers[i]));
    }
  }

  const Signals& signals_;
  const std::vector<std::string>& to_;
  std::vector<std::string> replies_;  ///< the codes, up to the mail itself
  std::vector<std::string> refused_;
  bool mail_goes_ = false;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  CurlList recipients_;
  CurlList head_;
  CurlEasy easy_;
  CurlMime mime_;  ///< goes before the handle that it was made with
};

}  // namespace

MailEnd send_mail(const MailServer& server, const Mail& mail, SteadyTime until, const Clock& clock,
                  const Signals& signals) {
  const Millis timeout = until - clock.steady();
  if (timeout <= Millis{0}) return {"there was no time left for it", {}};
  return Delivery(server, mail, signals).send(timeout);
}

}  // namespace dsz
