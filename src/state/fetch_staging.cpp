#include "dsz/state/fetch_staging.hpp"

namespace dsz {

FetchStaging::FetchStaging(Database& database)
    : database_(database),
      put_(database.prepare("INSERT INTO staged_product (sku, stock, price, page) VALUES (?, ?, ?, ?)"
                            " ON CONFLICT (sku) DO UPDATE SET stock = excluded.stock, price = excluded.price,"
                            " page = excluded.page WHERE excluded.page >= page")) {}

void FetchStaging::start(std::string_view mode, WallTime now) {
  Transaction transaction(database_);
  database_.execute("DELETE FROM staged_product; DELETE FROM staged_fetch");
  database_.prepare("INSERT INTO staged_fetch (mode, started_ms) VALUES (?, ?)")
      .bind(1, mode)
      .bind(2, now.time_since_epoch().count())
      .run();
  transaction.commit();
}

void FetchStaging::put_page(std::int64_t page, std::span<const SupplierProduct> products) {
  Transaction transaction(database_);
  for (const SupplierProduct& product : products) {
    put_.bind(1, product.sku).bind(3, product.price).bind(4, page);
    if (product.stock.known()) {
      put_.bind(2, std::int64_t{product.stock.quantity()});
    } else {
      put_.bind_null(2);
    }
    put_.run();
  }
  transaction.commit();
}

std::int64_t FetchStaging::distinct() const {
  Statement statement = database_.prepare("SELECT count(*) FROM staged_product");
  statement.step();
  return statement.integer(0);
}

void FetchStaging::for_each(const std::function<void(const SupplierProduct&)>& visit) const {
  Statement statement = database_.prepare("SELECT sku, stock, price FROM staged_product ORDER BY sku");
  SupplierProduct product;
  while (statement.step()) {
    product.sku = statement.text_view(0);
    product.stock = statement.is_null(1) ? StockLevel{} : StockLevel::of(statement.integer(1));
    product.price = statement.text_view(2);
    visit(product);
  }
}

void FetchStaging::clear() { database_.execute("DELETE FROM staged_product; DELETE FROM staged_fetch"); }

}  // namespace dsz
