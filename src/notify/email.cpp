#include "dsz/notify/email.hpp"

#include "dsz/http/mail.hpp"

#include <fmt/format.h>

namespace dsz {
namespace {

class Email final : public Notifier {
 public:
  Email(EmailSettings settings, const World& world) : settings_(std::move(settings)), world_(world) {}
  [[nodiscard]] std::string_view name() const override { return "e-mail"; }

  Telling tell(const Message& message, SteadyTime until) override {
    Mail mail;
    mail.from = settings_.from;
    mail.to = settings_.to;
    mail.subject = message.subject;
    mail.text = message.text;
    mail.html = message.html;
    mail.date = world_.clock.wall();
    mail.message_id = fmt::format("{:x}.{:x}.{}@{}", mail.date.time_since_epoch().count(), world_.seed,
                                  message.occasion, settings_.from.substr(settings_.from.find('@') + 1));
    const MailServer server{settings_.server, settings_.user, settings_.password, settings_.ca_file};
    MailEnd end = send_mail(server, mail, until, world_.clock, world_.signals);
    if (!end.error.empty() || end.refused.empty()) return {std::move(end.error)};
    return {fmt::format("taken, but not for {}", fmt::join(end.refused, ", ")), true};
  }

 private:
  const EmailSettings settings_;
  const World& world_;
};

}  // namespace

std::unique_ptr<Notifier> email_notifier(EmailSettings settings, const World& world) {
  return std::make_unique<Email>(std::move(settings), world);
}

}  // namespace dsz
