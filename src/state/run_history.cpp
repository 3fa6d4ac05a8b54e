#include "dsz/state/run_history.hpp"

namespace dsz {
namespace {

WallTime time_of(std::int64_t ms) { return WallTime{Millis{ms}}; }

RunRecord record_of(const Statement& row) {
  RunRecord record;
  record.id = row.integer(0);
  record.command = row.text(1);
  record.started = time_of(row.integer(2));
  if (!row.is_null(3)) record.ended = time_of(row.integer(3));
  record.exit_code = static_cast<int>(row.integer(4));
  record.sentence = row.text(5);
  record.summary_json = row.text(6);
  return record;
}

}  // namespace

RunHistory::RunHistory(Database& database) : database_(database) {}

std::int64_t RunHistory::begin(std::string_view command, WallTime now) {
  database_.prepare("INSERT INTO run (command, started_ms) VALUES (?, ?)")
      .bind(1, command)
      .bind(2, now.time_since_epoch().count())
      .run();
  return database_.last_insert_id();
}

void RunHistory::finish(std::int64_t run, WallTime now, int exit_code, std::string_view sentence,
                        std::string_view summary_json) {
  database_.prepare("UPDATE run SET ended_ms = ?, exit_code = ?, sentence = ?, summary_json = ? WHERE id = ?")
      .bind(1, now.time_since_epoch().count())
      .bind(2, std::int64_t{exit_code})
      .bind(3, sentence)
      .bind(4, summary_json)
      .bind(5, run)
      .run();
}

std::optional<RunRecord> RunHistory::find(std::int64_t run) {
  Statement statement = database_.prepare(
      "SELECT id, command, started_ms, ended_ms, exit_code, sentence, summary_json FROM run WHERE id = ?");
  statement.bind(1, run);
  if (!statement.step()) return std::nullopt;
  return record_of(statement);
}

std::vector<RunRecord> RunHistory::latest(std::size_t limit) {
  Statement statement = database_.prepare(
      "SELECT id, command, started_ms, ended_ms, exit_code, sentence, summary_json FROM run ORDER BY id DESC LIMIT ?");
  statement.bind(1, static_cast<std::int64_t>(limit));
  std::vector<RunRecord> records;
  while (statement.step()) records.push_back(record_of(statement));
  return records;
}

Facts::Facts(Database& database) : database_(database) {}

std::optional<std::string> Facts::get(std::string_view name) {
  Statement statement = database_.prepare("SELECT value FROM fact WHERE name = ?");
  statement.bind(1, name);
  if (!statement.step()) return std::nullopt;
  return statement.text(0);
}

void Facts::set(std::string_view name, std::string_view value) {
  database_
      .prepare("INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
      .bind(1, name)
      .bind(2, value)
      .run();
}

}  // namespace dsz
