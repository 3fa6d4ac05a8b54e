#include "dsz/state/journal.hpp"

#include "dsz/base/failure.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace dsz {
namespace {

/// Words, not numbers, so that a person who opens the file can read it.
constexpr std::array<std::pair<WriteOutcome, std::string_view>, 5> kOutcomes{{
    {WriteOutcome::pending, "pending"},
    {WriteOutcome::written, "written"},
    {WriteOutcome::ignored, "ignored"},
    {WriteOutcome::failed, "failed"},
    {WriteOutcome::not_sent, "not_sent"},
}};

WriteOutcome outcome_of(std::string_view text) {
  for (const auto& [outcome, word] : kOutcomes) {
    if (word == text) return outcome;
  }
  throw Failure(FailureKind::unexpected, fmt::format("the journal in state.db holds an unknown outcome \"{}\"", text));
}

constexpr std::string_view kSelect =
    "SELECT entry, run, store, product, parent, sku, field, old_value, new_value, outcome, detail, at_ms FROM journal";

std::vector<JournalEntry> read_all(Statement& statement) {
  std::vector<JournalEntry> entries;
  while (statement.step()) {
    JournalEntry& entry = entries.emplace_back();
    entry.entry = statement.integer(0);
    entry.run = statement.integer(1);
    entry.store = statement.text(2);
    entry.product = statement.integer(3);
    entry.parent = statement.integer(4);
    entry.sku = statement.text(5);
    entry.field = statement.text(6);
    entry.old_value = statement.text(7);
    entry.new_value = statement.text(8);
    entry.outcome = outcome_of(statement.text_view(9));
    entry.detail = statement.text(10);
    entry.at = WallTime{Millis{statement.integer(11)}};
  }
  return entries;
}

}  // namespace

std::string_view to_text(WriteOutcome outcome) {
  for (const auto& [known, word] : kOutcomes) {
    if (known == outcome) return word;
  }
  throw Failure(FailureKind::unexpected, "the journal was given an outcome that it does not know");
}

Journal::Journal(Database& database) : database_(database) {}

void Journal::open_batch(std::span<JournalEntry> entries) {
  Transaction transaction(database_);
  Statement insert = database_.prepare(
      "INSERT INTO journal (run, store, product, parent, sku, field, old_value, new_value, outcome, detail, at_ms)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (JournalEntry& entry : entries) {
    entry.outcome = WriteOutcome::pending;
    insert.bind(1, entry.run).bind(2, entry.store).bind(3, entry.product).bind(4, entry.parent).bind(5, entry.sku);
    insert.bind(6, entry.field).bind(7, entry.old_value).bind(8, entry.new_value).bind(9, to_text(entry.outcome));
    insert.bind(10, entry.detail).bind(11, entry.at.time_since_epoch().count()).run();
    entry.entry = database_.last_insert_id();
  }
  transaction.commit();
}

void Journal::settle(std::span<const JournalEntry> entries) {
  Transaction transaction(database_);
  Statement update = database_.prepare("UPDATE journal SET outcome = ?, detail = ? WHERE entry = ?");
  for (const JournalEntry& entry : entries) {
    update.bind(1, to_text(entry.outcome)).bind(2, entry.detail).bind(3, entry.entry).run();
    if (database_.changes() != 1) {
      throw Failure(FailureKind::unexpected, fmt::format("the journal has no entry {} to settle", entry.entry));
    }
  }
  transaction.commit();
}

std::vector<JournalEntry> Journal::pending() {
  Statement statement = database_.prepare(fmt::format("{} WHERE outcome = 'pending' ORDER BY entry", kSelect));
  return read_all(statement);
}

std::vector<JournalEntry> Journal::pending(std::string_view store) {
  Statement statement =
      database_.prepare(fmt::format("{} WHERE store = ? AND outcome = 'pending' ORDER BY entry", kSelect));
  statement.bind(1, store);
  return read_all(statement);
}

std::vector<JournalEntry> Journal::of_run(std::int64_t run) {
  Statement statement = database_.prepare(fmt::format("{} WHERE run = ? ORDER BY entry", kSelect));
  statement.bind(1, run);
  return read_all(statement);
}

std::string Journal::newest_store() {
  Statement statement = database_.prepare("SELECT store FROM journal ORDER BY entry DESC LIMIT 1");
  return statement.step() ? statement.text(0) : "";
}

std::optional<std::int64_t> Journal::last_writing_run(std::string_view store) {
  Statement statement = database_.prepare("SELECT max(run) FROM journal WHERE store = ? AND outcome = 'written'");
  statement.bind(1, store);
  if (!statement.step() || statement.is_null(0)) return std::nullopt;
  return statement.integer(0);
}

void Journal::prune(WallTime before) {
  const std::int64_t limit = before.time_since_epoch().count();
  Transaction transaction(database_);
  // SQLite gives the freed pages to what is written next: the file stops growing once a period's runs fit into it.
  database_
      .prepare(
          "DELETE FROM journal WHERE run IN (SELECT run FROM journal GROUP BY run"
          " HAVING max(at_ms) < ? AND sum(outcome = 'pending') = 0)"
          " AND run NOT IN (SELECT DISTINCT run FROM journal WHERE outcome = 'written' ORDER BY run DESC LIMIT ?)")
      .bind(1, limit)
      .bind(2, std::int64_t{kRunsAlwaysKept})
      .run();
  database_.prepare("DELETE FROM run WHERE coalesce(ended_ms, started_ms) < ? AND id NOT IN (SELECT run FROM journal)")
      .bind(1, limit)
      .run();
  transaction.commit();
}

}  // namespace dsz
