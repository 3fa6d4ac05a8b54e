#include "sandbox/program/control.hpp"

#include "sandbox/program/fault_json.hpp"
#include "sandbox/program/json_world.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <stdexcept>

namespace dsz::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRoot = "/_sandbox/";

HttpAnswer answer(const Json& body, int status = 200) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = body.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  return answer;
}

Json done(bool found) {
  if (!found) throw std::invalid_argument("there is no such product");
  return {{"ok", true}};
}

Json recorded(const RecordedRequest& record) {
  return {{"number", record.request.number},
          {"method", record.request.method},
          {"scheme", record.request.scheme},
          {"path", record.request.path},
          {"query", record.request.query_text},
          {"body", record.request.body},
          {"auth", record.auth},
          {"status", record.status}};
}

/// What /_sandbox/ can be asked, each under "METHOD path".
class Control {
 public:
  Control(SupplierService& supplier, StoreService& store) : supplier_(supplier), store_(store) {
    commands_["GET counters"] = [this](const Query&, const Json&) { return counters(); };
    commands_["GET requests"] = [this](const Query& query, const Json&) { return requests(query); };
    commands_["POST requests/clear"] = [this](const Query&, const Json&) { return clear_requests(); };
    commands_["POST faults"] = [this](const Query&, const Json& body) { return add_fault(body); };
    commands_["POST faults/clear"] = [this](const Query&, const Json&) { return clear_faults(); };
    add_supplier_commands();
    add_store_commands();
  }

  HttpAnswer operator()(const HttpRequest& request) const {
    const auto command = commands_.find(request.method + " " + request.path.substr(std::string_view(kRoot).size()));
    if (command == commands_.end()) return answer({{"error", "the sandbox has no " + request.path}}, 404);
    try {
      const Json body = request.body.empty() ? Json::object() : Json::parse(request.body);
      return answer(command->second(request.query, body));
    } catch (const std::exception& error) {
      return answer({{"error", error.what()}}, 400);
    }
  }

 private:
  using Command = std::function<Json(const Query&, const Json&)>;

  void add_supplier_commands() {
    commands_["GET supplier/products"] = [this](const Query& query, const Json&) { return supplier_products(query); };
    commands_["POST supplier/products"] = [this](const Query&, const Json& body) {
      put_supplier_products(body, supplier_);
      return done(true);
    };
    commands_["POST supplier/stock"] = [this](const Query&, const Json& body) {
      const Json& stock = body.at("stock");
      return done(supplier_.set_stock(body.at("sku").get<std::string>(),
                                      stock.is_null() ? std::nullopt : std::optional(stock.get<int>())));
    };
    commands_["POST supplier/enabled"] = [this](const Query&, const Json& body) {
      return done(supplier_.set_enabled(body.at("sku").get<std::string>(), body.at("enabled").get<bool>()));
    };
    commands_["POST supplier/remove"] = [this](const Query&, const Json& body) {
      return done(supplier_.remove(body.at("sku").get<std::string>()));
    };
    commands_["POST supplier/revoke_tokens"] = [this](const Query&, const Json&) {
      supplier_.revoke_tokens();
      return done(true);
    };
  }

  void add_store_commands() {
    commands_["GET store/products"] = [this](const Query& query, const Json&) { return store_products(query); };
    commands_["POST store/products"] = [this](const Query&, const Json& body) {
      put_store_products(body, store_);
      return done(true);
    };
    commands_["POST store/quantity"] = [this](const Query&, const Json& body) {
      return done(store_.set_quantity(body.at("id").get<std::int64_t>(), body.at("quantity").get<std::int64_t>()));
    };
    commands_["POST store/sell"] = [this](const Query&, const Json& body) {
      return done(store_.sell(body.at("id").get<std::int64_t>(), body.value("pieces", std::int64_t{1})));
    };
    commands_["POST store/remove"] = [this](const Query&, const Json& body) {
      return done(store_.remove(body.at("id").get<std::int64_t>()));
    };
    commands_["POST store/settings"] = [this](const Query&, const Json& body) {
      if (body.contains("analytics")) store_.set_analytics(body.at("analytics").get<bool>());
      if (body.contains("stock_management")) store_.set_stock_management(body.at("stock_management").get<bool>());
      return done(true);
    };
  }

  [[nodiscard]] Json counters() const {
    return {{"supplier",
             {{"requests", supplier_.requests().count()},
              {"faults", supplier_.faults().strikes()},
              {"tokens", supplier_.tokens_issued()},
              {"quota_violations", supplier_.quota_violations()}}},
            {"store",
             {{"requests", store_.requests().count()},
              {"writes", store_.requests().writes().size()},
              {"saves", store_.saves()},
              {"faults", store_.faults().strikes()}}}};
  }

  [[nodiscard]] Json requests(const Query& query) const {
    RequestLog& log = query.get("service", "store") == "supplier" ? supplier_.requests() : store_.requests();
    const RequestMatch match{query.get("method"), query.get("path"), query.get("query"), query.get("body")};
    Json list = Json::array();
    for (const RecordedRequest& record : log.matching(match)) list.push_back(recorded(record));
    return list;
  }

  [[nodiscard]] Json clear_requests() const {
    supplier_.requests().clear();
    store_.requests().clear();
    return done(true);
  }

  [[nodiscard]] Json add_fault(const Json& body) const {
    const std::string service = body.at("service").get<std::string>();
    if (service != "supplier" && service != "store") throw std::invalid_argument("service is supplier or store");
    (service == "supplier" ? supplier_.faults() : store_.faults()).add(fault_from_json(body));
    return done(true);
  }

  [[nodiscard]] Json clear_faults() const {
    supplier_.faults().clear();
    store_.faults().clear();
    return done(true);
  }

  [[nodiscard]] Json supplier_products(const Query& query) const {
    Json list = Json::array();
    for (const SupplierProduct& product : supplier_.products()) {
      if (!query.has("sku") || query.get("sku") == product.sku) list.push_back(to_world_json(product));
    }
    return list;
  }

  [[nodiscard]] Json store_products(const Query& query) const {
    Json list = Json::array();
    for (const StoreProduct& product : store_.products()) {
      const bool sku_fits = !query.has("sku") || query.get("sku") == product.sku;
      const bool id_fits = !query.has("id") || query.get("id") == std::to_string(product.id);
      if (sku_fits && id_fits) list.push_back(to_world_json(product));
    }
    return list;
  }

  SupplierService& supplier_;
  StoreService& store_;
  std::map<std::string, Command> commands_;
};

}  // namespace

void open_control(SupplierService& supplier, StoreService& store) {
  const auto control = std::make_shared<Control>(supplier, store);
  supplier.endpoint().reserve(kRoot, [control](const HttpRequest& request) { return (*control)(request); });
}

}  // namespace dsz::sandbox
