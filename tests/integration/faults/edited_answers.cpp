#include "edited_answers.hpp"

namespace dsz::test {

using sandbox::Fault;

const std::vector<std::string> kOddValues = {"null",
                                             "true",
                                             "false",
                                             "-3",
                                             "2.5",
                                             "\"1e3\"",
                                             "\"many\"",
                                             "\"\"",
                                             "[1]",
                                             "{\"a\":1}",
                                             "\" \"",
                                             "\"0x10\"",
                                             "99999999999999999999"};

Fault json_answer(std::string text) { return Fault::answer(200, std::move(text), "application/json"); }

Fault with_first(std::string from, std::string to) {
  return Fault::edited([from = std::move(from), to = std::move(to)](std::string body) {
    const auto at = body.find(from);
    if (at != std::string::npos) body.replace(at, from.size(), to);
    return body;
  });
}

Fault with_header(std::string name, std::string value) {
  Fault fault;
  fault.does_the_work = true;
  fault.change = [name = std::move(name), value = std::move(value)](const auto&, sandbox::HttpAnswer& answer) {
    std::erase_if(answer.headers, [&](const auto& each) { return sandbox::equal_ignoring_case(each.first, name); });
    if (!value.empty()) answer.headers.emplace_back(name, value);
  };
  return fault;
}

Fault with_rows(std::function<void(nlohmann::ordered_json& rows)> change) {
  return Fault::edited([change = std::move(change)](std::string body) {
    const auto before = nlohmann::ordered_json::parse(body, nullptr, false);
    if (!before.is_array()) return body;
    auto rows = before;
    change(rows);
    return rows == before ? body : rows.dump();
  });
}

std::string nested_lists(int opened, int closed) {
  return std::string(static_cast<std::size_t>(opened), '[') + std::string(static_cast<std::size_t>(closed), ']');
}

}  // namespace dsz::test
