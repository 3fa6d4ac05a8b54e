#pragma once

#include "dsz/notify/event.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dsz {

struct LetterList {
  std::string title;  ///< "Went out of stock (3)"
  std::vector<std::string> lines;
};

/// What an owner reads, before it is given a form. Every text is one visible() line.
struct Letter {
  std::string subject;  ///< "dsz-sync: stopped, 45% of products missing at the supplier"
  std::vector<std::string> paragraphs;
  std::vector<std::pair<std::string, std::string>> figures;  ///< "Selected", "100"
  std::vector<LetterList> lists;
  std::vector<std::string> log;
};

/// Pure.
Letter write_letter(const Event& event);

/// What the owner should do about an exit code: one sentence; "" when there is nothing to do.
std::string advice(ExitCode code);

/// The figures and lists of products; each list has 20 lines at most.
std::vector<std::pair<std::string, std::string>> figures_of(const JobReport& report);
std::vector<LetterList> letter_lists(const JobReport& report);

}  // namespace dsz
