#include "schema.hpp"

#include "dsz/base/failure.hpp"
#include "dsz/state/database.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace dsz {
namespace {

/// Each step leads from the version before it to the next. A released step never changes: add another one.
constexpr std::array<std::string_view, 4> kSteps{R"sql(
CREATE TABLE quota_request (account TEXT NOT NULL, boot_id TEXT NOT NULL, steady_ms INTEGER NOT NULL,
                            wall_ms INTEGER NOT NULL);
CREATE INDEX quota_request_time ON quota_request (account, steady_ms);

CREATE TABLE known_sku (folded TEXT PRIMARY KEY, first_seen_ms INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE staged_fetch (mode TEXT NOT NULL, started_ms INTEGER NOT NULL);
CREATE TABLE staged_product (sku TEXT PRIMARY KEY, stock INTEGER, price TEXT NOT NULL, page INTEGER NOT NULL)
  WITHOUT ROWID;

CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL, started_ms INTEGER NOT NULL,
                  ended_ms INTEGER, exit_code INTEGER NOT NULL DEFAULT -1, sentence TEXT NOT NULL DEFAULT '',
                  summary_json TEXT NOT NULL DEFAULT '');
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE journal (entry INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, store TEXT NOT NULL,
                      product INTEGER NOT NULL, parent INTEGER NOT NULL, sku TEXT NOT NULL, field TEXT NOT NULL,
                      old_value TEXT NOT NULL, new_value TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
                      at_ms INTEGER NOT NULL);
CREATE INDEX journal_run ON journal (run);
CREATE INDEX journal_outcome ON journal (store, outcome, run);
)sql",
                                                 R"sql(
ALTER TABLE staged_product ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;

CREATE TABLE unlisted_sku (folded TEXT PRIMARY KEY, asked_ms INTEGER NOT NULL) WITHOUT ROWID;
)sql",
                                                 R"sql(
ALTER TABLE staged_fetch ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE TABLE staged_page (page INTEGER PRIMARY KEY, number INTEGER NOT NULL, total INTEGER, rows INTEGER NOT NULL,
                          usable_rows INTEGER NOT NULL, without_sku INTEGER NOT NULL, unknown INTEGER NOT NULL,
                          skus TEXT NOT NULL);
)sql",
                                                 R"sql(
ALTER TABLE known_sku ADD COLUMN sku TEXT NOT NULL DEFAULT '';
)sql"};

std::int64_t version(Database& database) {
  Statement statement = database.prepare("PRAGMA user_version");
  statement.step();
  return statement.integer(0);
}

}  // namespace

void migrate(Database& database, const std::filesystem::path& path) {
  constexpr auto kKnown = static_cast<std::int64_t>(kSteps.size());
  if (version(database) == kKnown) return;  // without a write lock: `status` may look while a run is writing
  Transaction transaction(database);
  const std::int64_t present = version(database);
  if (present > kKnown || present < 0) {
    throw Failure(FailureKind::usage,
                  fmt::format("{} was written by a newer dsz-sync (schema {}, this program knows {}): install that "
                              "version again, or move the file away to begin anew",
                              path.string(), present, kKnown));
  }
  for (auto step = static_cast<std::size_t>(present); step < kSteps.size(); ++step) database.execute(kSteps[step]);
  database.execute(fmt::format("PRAGMA user_version = {}", kKnown));
  transaction.commit();
}

}  // namespace dsz
