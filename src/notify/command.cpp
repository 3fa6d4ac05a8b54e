#include "dsz/notify/command.hpp"

#include "dsz/app/config.hpp"
#include "dsz/os/child_process.hpp"

namespace dsz {
namespace {

class Command final : public Notifier {
 public:
  Command(std::string command, const World& world) : command_(std::move(command)), world_(world) {}
  [[nodiscard]] std::string_view name() const override { return "command"; }

  Telling tell(const Message& message, SteadyTime until) override {
    const ChildCommand child{.command = command_,
                             .input = message.json + "\n",
                             .environment = {{"DSZ_OCCASION", message.occasion},
                                             {"DSZ_SUBJECT", message.subject},
                                             {"DSZ_SENTENCE", message.sentence},
                                             {"DSZ_RUN", std::to_string(message.run)},
                                             {"DSZ_COMMAND", message.command},
                                             {"DSZ_EXIT_CODE", std::to_string(message.exit_code)}},
                             .without = secret_variables()};
    return {run_child(child, until, world_.clock, world_.sleeper, world_.signals).in_words()};
  }

 private:
  const std::string command_;
  const World& world_;
};

}  // namespace

std::unique_ptr<Notifier> command_notifier(std::string command, const World& world) {
  return std::make_unique<Command>(std::move(command), world);
}

}  // namespace dsz
