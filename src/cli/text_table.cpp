#include "dsz/cli/text_table.hpp"

#include "dsz/base/text.hpp"
#include "dsz/cli/text_width.hpp"

#include <algorithm>
#include <numeric>

namespace dsz {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kMaxCell = 4096;  // bytes: a name is not longer, and a table must not be a means to fill a disk

using Widths = std::vector<std::size_t>;

Widths natural_widths(const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
  Widths widths;
  for (const TableColumn& column : columns) widths.push_back(display_width(column.title));
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], display_width(row.cells[i]));
  }
  return widths;
}

std::size_t line_width(const Widths& widths) {
  return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
}

/// Takes from the widest column that may be cut, until the line fits or nothing is left to take.
void shrink(Widths& widths, const std::vector<TableColumn>& columns, std::size_t width) {
  while (line_width(widths) > width) {
    std::size_t widest = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool may_be_cut = columns[i].least > 0 && widths[i] > columns[i].least;
      if (may_be_cut && (widest == columns.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == columns.size()) return;
    --widths[widest];
  }
}

std::string render_line(const std::vector<std::string>& cells, const std::vector<TableColumn>& columns,
                        const Widths& widths, const Surface& surface) {
  std::string line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string text = cut_to_width(cells[i], widths[i]);
    const std::string padding(widths[i] - std::min(widths[i], display_width(text)), ' ');
    if (i > 0) line.append(kGap, ' ');
    line += columns[i].right ? padding + text : text + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return surface.is_terminal ? cut_to_width(line, surface.width) : line;
}

}  // namespace

std::string coloured(const std::string& text, Colour colour, const Surface& surface) {
  if (!surface.colour || colour == Colour::none) return text;
  const char* const code = colour == Colour::red ? "31" : colour == Colour::yellow ? "33" : "32";
  return std::string("\x1b[") + code + "m" + text + "\x1b[0m";
}

std::string render_table(const std::vector<TableColumn>& columns, std::vector<TableRow> rows, const Surface& surface) {
  for (TableRow& row : rows) {
    for (std::string& cell : row.cells) cell = visible(cell, kMaxCell);
  }
  Widths widths = natural_widths(columns, rows);
  if (surface.is_terminal) shrink(widths, columns, surface.width);
  std::vector<std::string> titles;
  titles.reserve(columns.size());
  for (const TableColumn& column : columns) titles.push_back(column.title);
  std::string text = render_line(titles, columns, widths, surface) + "\n";
  for (const TableRow& row : rows) {
    text += coloured(render_line(row.cells, columns, widths, surface), row.colour, surface) + "\n";
  }
  return text;
}

}  // namespace dsz
