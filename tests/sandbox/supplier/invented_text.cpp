#include "sandbox/supplier/invented_text.hpp"

#include "sandbox/supplier/dice.hpp"

#include <array>
#include <cstddef>

namespace dsz::sandbox {
namespace {

constexpr std::array<std::string_view, 24> kThings = {
    "Lantern", "Bookshelf", "Kettle",  "Hammock", "Bench",  "Planter",      "Stool",      "Toolbox",
    "Mirror",  "Cushion",   "Trolley", "Awning",  "Basket", "Clothes Rack", "Birdbath",   "Doormat",
    "Wok",     "Ladder",    "Esky",    "Swing",   "Tent",   "Umbrella",     "Whiteboard", "Fountain"};
constexpr std::array<std::string_view, 16> kKinds = {
    "Folding", "Bamboo", "Cordless", "Outdoor",      "Stackable", "Heavy-Duty", "Rattan",  "Steel",
    "Compact", "Rustic", "Portable", "Wall-Mounted", "Solar",     "Padded",     "Ceramic", "Adjustable"};
constexpr std::array<std::string_view, 10> kBrands = {"Wattleworks", "Bilby & Co", "Quoll",    "Tallowood",
                                                      "Bandicoot",   "Saltbush",   "Numbat's", "Currawong",
                                                      "Gumleaf",     "Pademelon"};
constexpr std::array<std::string_view, 8> kCategories = {"Home & Garden > Outdoor Living > ",
                                                         "Furniture > Storage > ",
                                                         "Tools & Auto > Workshop > ",
                                                         "Pet Care > Bedding > ",
                                                         "Appliances > Kitchen > ",
                                                         "Sports & Fitness > Camping > ",
                                                         "Baby & Kids > Toys > ",
                                                         "Office > Desks > "};
constexpr std::array<std::string_view, 12> kSentences = {
    "Made for small rooms and long weekends, it folds away in seconds.",
    "Powder-coated so that salt air leaves it alone.",
    "The 8\" x 10\" panel clips on without tools.",
    "Holds up to 120kg \xE2\x80\x93 tested twice, then once more for luck.",
    "Our customers call it \"the one that stayed\" \xF0\x9F\x98\x8A.",
    "Keep dry; wipe with a damp cloth & mild soap only.",
    "Colours on a screen may differ from those in daylight.",
    "Assembly takes two people, or one person and patience.",
    "Ships flat in a carton with spare screws \xE2\x9C\x85.",
    "Rated 5/5 by nobody we know, yet we are quietly proud of it.",
    "The legs lock at 45\xC2\xB0 and 90\xC2\xB0, whichever the ground allows.",
    "Backed by a 12-month warranty that we hope you forget."};

template <std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& from, Dice& dice) {
  return from[dice.below(N)];
}

}  // namespace

std::uint64_t text_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string invented_title(std::string_view sku) {
  Dice dice(text_hash(sku));
  std::string title(pick(kBrands, dice));
  title.append(" ").append(pick(kKinds, dice)).append(" ").append(pick(kThings, dice));
  return title + " " + std::to_string(20 + dice.below(180)) + "cm";
}

std::string invented_category(std::string_view sku) {
  Dice dice(text_hash(sku) + 1);
  return std::string(pick(kCategories, dice));
}

std::string invented_brand(std::string_view sku) {
  Dice dice(text_hash(sku));
  return std::string(pick(kBrands, dice));
}

std::string invented_description(std::string_view sku) {
  Dice dice(text_hash(sku) + 2);
  std::string text = "<p><strong>" + invented_title(sku) + "</strong> <br><br>";
  const std::size_t sentences = 8 + dice.below(14);
  for (std::size_t i = 0; i < sentences; ++i) text.append(pick(kSentences, dice)).append(" ");
  text += "</p>\r\n\r\n<p><b>Features</b></p>\r\n<ul>\r\n";
  const std::size_t features = 5 + dice.below(8);
  for (std::size_t i = 0; i < features; ++i) text.append("<li>").append(pick(kSentences, dice)).append("</li>\r\n");
  return text + "</ul>\r\n<p>Package content: 1 x " + std::string(pick(kThings, dice)) + "</p>";
}

}  // namespace dsz::sandbox
