#include "dsz/base/failure.hpp"
#include "dsz/inventory/inventory_file.hpp"

#include "memory_file_system.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace dsz {
namespace {

using test::FileOperation;
using test::MemoryFileSystem;
using testing::AllOf;
using testing::HasSubstr;

const std::filesystem::path kPath = "/state/dropshipzone_inventory.json";

const std::string kGood = R"({
"format": "dsz-inventory/1", "fetched_at": "2026-11-22T08:00:00Z", "source": "https://api.dropshipzone.com.au", "mode": "full",
"products": [
{"sku":"AES-T001B","stock":200,"price":"82.41"},
{"sku":"AES-T002","stock":null,"price":null}
],
"count": 2, "complete": true
}
)";

/// kGood with `part` (which it holds once) replaced.
std::string good_but(std::string_view part, std::string_view replacement) {
  std::string text = kGood;
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  EXPECT_EQ(text.find(part, at + 1), std::string::npos) << part;
  return text.replace(at, part.size(), replacement);
}

std::vector<SupplierProduct> products_of(const std::string& content) {
  MemoryFileSystem files;
  files.put(kPath, content);
  std::vector<SupplierProduct> products;
  read_inventory(files, kPath, [&](const SupplierProduct& product) { products.push_back(product); });
  return products;
}

InventoryInfo info_of(const std::string& content) {
  MemoryFileSystem files;
  files.put(kPath, content);
  return read_inventory(files, kPath, [](const SupplierProduct&) {});
}

InventoryInfo inspected(const std::string& content) {
  MemoryFileSystem files;
  files.put(kPath, content);
  return inspect_inventory(files, kPath);
}

/// The sentence with which the file is refused; "" when it is not.
std::string refusal_of(const std::string& content, InventoryInfo (*read)(const std::string& content) = info_of) {
  try {
    read(content);
  } catch (const Failure& failure) {
    const std::string sentence = failure.what();
    const bool incomplete = sentence.find("not complete") != std::string::npos;
    EXPECT_EQ(failure.kind(), incomplete ? FailureKind::guard : FailureKind::usage);
    EXPECT_THAT(sentence, HasSubstr(kPath.string()));
    return sentence;
  }
  return "";
}

TEST(InventoryReader, RefusesACoverThatContradictsItself) {
  EXPECT_THAT(refusal_of(good_but("\"mode\": \"full\"", "\"mode\": \"targeted\"")), HasSubstr("which SKUs it covers"));
  EXPECT_THAT(refusal_of(good_but("\"mode\": \"full\"", "\"mode\": \"targeted\", \"covers\": \"some\"")),
              HasSubstr("\"covers\" says \"some\""));
  EXPECT_THAT(refusal_of(good_but("\"price\":\"82.41\"", "\"price\":null,\"missing\":true")),
              HasSubstr("is missing and has a stock"));
}

TEST(InventoryReader, ReadsProductsAndHeader) {
  EXPECT_EQ(products_of(kGood), (std::vector<SupplierProduct>{{"AES-T001B", StockLevel::of(200), "82.41"},
                                                              {"AES-T002", StockLevel{}, ""}}));
  const InventoryInfo info = info_of(kGood);
  EXPECT_EQ(info.header.fetched_at, *parse_utc("2026-11-22T08:00:00Z"));
  EXPECT_EQ(info.header.source, "https://api.dropshipzone.com.au");
  EXPECT_EQ(info.header.mode, "full");
  EXPECT_EQ(info.count, 2);
}

TEST(InventoryReader, ReadsBackWhatTheWriterWrote) {
  const std::vector<SupplierProduct> written = {
      {"\"quoted\" \\ back", StockLevel::of(0), ""},
      {"\u00E9\u4E2D\U0001F600", StockLevel::of(StockLevel::kMax), "1.00"},
      {"tab\there", StockLevel{}, "<b>"},
      {std::string(255, 'x'), StockLevel::of(1), "82.41"},
  };
  MemoryFileSystem files;
  InventoryWriter writer(files, kPath, {*parse_utc("2026-02-28T23:59:59Z"), "http://127.0.0.1:1/\"", "delta"});
  for (const SupplierProduct& product : written) writer.add(product);
  writer.commit();

  std::vector<SupplierProduct> read;
  const InventoryInfo info =
      read_inventory(files, kPath, [&](const SupplierProduct& product) { read.push_back(product); });
  EXPECT_EQ(read, written);
  EXPECT_EQ(info.header.fetched_at, *parse_utc("2026-02-28T23:59:59Z"));
  EXPECT_EQ(info.header.source, "http://127.0.0.1:1/\"");
  EXPECT_EQ(info.header.mode, "delta");
}

TEST(InventoryReader, ReadsAFileOfManyReads) {
  MemoryFileSystem files;
  InventoryWriter writer(files, kPath, {});
  for (int i = 0; i < 20'000; ++i) writer.add({"SKU-" + std::to_string(i), StockLevel::of(i), "1.00"});
  writer.commit();
  std::int64_t sum = 0;
  const InventoryInfo info =
      read_inventory(files, kPath, [&](const SupplierProduct& product) { sum += product.stock.quantity(); });
  EXPECT_EQ(info.count, 20'000);
  EXPECT_EQ(sum, 20'000LL * 19'999 / 2);
}

TEST(InventoryReader, NamesTheFileByItsSha256) {
  // By sha256sum.
  EXPECT_EQ(info_of(kGood).identity, "b2832692a882bb4af40d33034580417df4dfbe40ff9ed4fab88a059479fe67b2");
  EXPECT_NE(info_of(good_but("200", "201")).identity, info_of(kGood).identity);
}

TEST(InventoryReader, SaysWhatToDoWhenThereIsNoFile) {
  MemoryFileSystem files;
  try {
    read_inventory(files, kPath, [](const SupplierProduct&) {});
    FAIL() << "an absent inventory was read";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::usage);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(kPath.string()), HasSubstr("run dsz-sync fetch first")));
  }
}

TEST(InventoryReader, RefusesAFileCutOffAtAnyByte) {
  const std::size_t needed = kGood.size() - 1;  // all but the last line end
  for (std::size_t size = 0; size < needed; ++size) {
    ASSERT_THAT(refusal_of(kGood.substr(0, size)), HasSubstr("no last line: the fetch that wrote it was cut off"))
        << size << " bytes";
  }
}

TEST(InventoryReader, RefusesAnInventoryThatDoesNotSayItIsComplete) {
  for (const auto& content :
       {good_but(", \"complete\": true", ""), good_but("true", "false"), good_but("\"count\": 2, ", "")}) {
    EXPECT_THAT(refusal_of(content), HasSubstr("it has no last line")) << content;
  }
}

TEST(InventoryReader, RefusesAWrongCount) {
  EXPECT_THAT(refusal_of(good_but("\"count\": 2", "\"count\": 3")), HasSubstr("says 3 products, but there are 2"));
}

TEST(InventoryReader, RefusesAnotherFormat) {
  EXPECT_THAT(refusal_of(good_but("inventory/1", "inventory/2")),
              AllOf(HasSubstr("line 2"), HasSubstr("\"dsz-inventory/2\""), HasSubstr("dsz-inventory/1")));
}

TEST(InventoryReader, RefusesJsonThatIsNoInventory) {
  for (const std::string content :
       {"{}", "[]", "\"text\"", "12", "null", "true", R"({"products":[]})", R"({"count":0,"complete":true})"}) {
    EXPECT_NE(refusal_of(content), "") << content;
  }
}

struct Damage {
  std::string part;
  std::string replacement;
  std::string said;
};

class InventoryReaderDamage : public testing::TestWithParam<Damage> {};

TEST_P(InventoryReaderDamage, IsRefusedWithFileLineAndReason) {
  const Damage& damage = GetParam();
  EXPECT_THAT(refusal_of(good_but(damage.part, damage.replacement)), HasSubstr(damage.said));
}

INSTANTIATE_TEST_SUITE_P(
    Each, InventoryReaderDamage,
    testing::Values(
        Damage{"AES-T002", "AES-T001B", "line 5: the inventory is damaged: the SKU \"AES-T001B\" comes twice"},
        Damage{"\"stock\":200", "\"stock\":-1", "line 4: the inventory is damaged: the stock -1 is neither null nor"},
        Damage{"\"stock\":200", "\"stock\":1.5", "the stock 1.5 is neither null nor a whole number"},
        Damage{"\"stock\":200", "\"stock\":2e2", "the stock 2e2 is neither"},
        Damage{"\"stock\":200", "\"stock\":2147483648", "from 0 to 2147483647"},
        Damage{"\"stock\":200", "\"stock\":99999999999999999999", "is neither null nor a whole number"},
        Damage{"\"stock\":200", "\"stock\":\"200\"", "\"stock\" cannot be text"},
        Damage{"\"stock\":200", "\"stock\":false", "\"stock\" cannot be true or false"},
        Damage{"\"stock\":200", "\"stock\":[200]", "\"stock\" cannot be an array"},
        Damage{"\"stock\":200", "\"stock\":{}", "\"stock\" cannot be an object"},
        Damage{"\"stock\":200,", "", "line 4: the inventory is damaged: a product without \"stock\""},
        Damage{"\"sku\":\"AES-T001B\",", "", "a product without \"sku\""},
        Damage{"\"AES-T001B\"", "null", "\"sku\" cannot be null"}, Damage{"\"AES-T001B\"", "\" \"", "cannot be a SKU"},
        Damage{"\"AES-T001B\"", "7", "\"sku\" cannot be a number"},
        Damage{"\"price\":\"82.41\"", "\"price\":82.41", "\"price\" cannot be a number"},
        Damage{"\"price\":\"82.41\"", "\"stock\":7", "\"stock\" comes twice"},
        Damage{"\"price\":\"82.41\"", "\"colour\":\"red\"", "\"colour\" is not a field of a product"},
        Damage{"{\"sku\":\"AES-T001B\",\"stock\":200,\"price\":\"82.41\"}", "5", "a number where a product should be"},
        Damage{"{\"sku\":\"AES-T001B\",\"stock\":200,\"price\":\"82.41\"}", "[]", "an array where a product should be"},
        Damage{"\"count\": 2", "\"count\": \"2\"", "\"count\" cannot be text"},
        Damage{"\"count\": 2", "\"count\": 2.0", "the count 2.0 is not a whole number"},
        Damage{"\"count\": 2", "\"count\": 2, \"count\": 2", "\"count\" comes twice"},
        Damage{"true", "\"true\"", "\"complete\" cannot be text"},
        Damage{"2026-11-22T08:00:00Z", "22 November", "\"22 November\" is not a time"},
        Damage{", \"mode\": \"full\"", "", "the field \"mode\" is missing"},
        Damage{"\"mode\"", "\"source\"", "\"source\" comes twice"},
        Damage{"\"format\": \"dsz-inventory/1\", ", "", "\"format\" must come before \"products\""},
        Damage{"AES-T002", "AES\xff", "line 5: the inventory is damaged: "},
        Damage{"82.41\"},", "82.41\"}", "line 5: the inventory is damaged: "},
        Damage{"\n}\n", "\n}\n{}", "line 9: the inventory is damaged: "}));

TEST_P(InventoryReaderDamage, IsRefusedByInspectionToo) {
  const Damage& damage = GetParam();
  if (damage.said.ends_with("comes twice") && damage.part.starts_with("AES")) {
    EXPECT_EQ(inspected(good_but(damage.part, damage.replacement)).count, 2) << "inspection remembers no SKU";
  } else {
    EXPECT_THAT(refusal_of(good_but(damage.part, damage.replacement), inspected), HasSubstr(damage.said));
  }
}

TEST(InventoryReader, InspectionSaysTheSameOfAGoodFile) {
  const std::string content = good_but("\"stock\":200", "\"stock\":null,\"missing\":true");
  const InventoryInfo read = info_of(content);
  const InventoryInfo seen = inspected(content);
  EXPECT_EQ(seen.header.fetched_at, read.header.fetched_at);
  EXPECT_EQ(seen.header.source, read.header.source);
  EXPECT_EQ(seen.header.mode, read.header.mode);
  EXPECT_EQ(seen.count, 2);
  EXPECT_EQ(seen.missing, 1);
  EXPECT_EQ(seen.identity, read.identity);
}

TEST(InventoryReader, RefusesAFileThatAPowerCutFilledWithZeros) {
  EXPECT_THAT(refusal_of(std::string(4096, '\0')), HasSubstr("line 1: the inventory is damaged"));
}

TEST(InventoryReader, MakesForeignTextInASentenceVisible) {
  EXPECT_THAT(refusal_of(good_but("dsz-inventory/1", "\\u001b[2J")), HasSubstr("\"\\x1b[2J\""));
}

TEST(InventoryReader, PassesOverUnknownFieldsBesideTheProducts) {
  const std::string more =
      R"("mode": "full", "note": "x", "deep": {"sku": [1, {"count": 9}, null, true], "stock": 5},)";
  EXPECT_EQ(products_of(good_but("\"mode\": \"full\",", more)), products_of(kGood));
  EXPECT_EQ(products_of(good_but("\"complete\": true", "\"complete\": true, \"more\": 1")), products_of(kGood));
  EXPECT_EQ(products_of(good_but("\"complete\": true", "\"complete\": true, \"more\": {}")), products_of(kGood));
}

TEST(InventoryReader, TakesAnInventoryWithoutProducts) {
  const std::string empty =
      R"({"format":"dsz-inventory/1","fetched_at":"2026-11-22T08:00:00Z","source":"","mode":"full","products":[],"count":0,"complete":true})";
  EXPECT_EQ(info_of(empty).count, 0);
}

TEST(InventoryReader, AReadErrorIsNotAnEnd) {
  MemoryFileSystem files;
  files.put(kPath, kGood);
  files.fail(FileOperation::read, 2, "Input/output error");
  EXPECT_THROW(read_inventory(files, kPath, [](const SupplierProduct&) {}), Failure);
}

}  // namespace
}  // namespace dsz
