#include "dsz/base/failure.hpp"
#include "dsz/inventory/inventory_file.hpp"

#include "memory_file_system.hpp"

#include <gtest/gtest.h>

namespace dsz {
namespace {

using test::FileOperation;
using test::MemoryFileSystem;

const std::filesystem::path kTarget = "/state/dropshipzone_inventory.json";
const std::filesystem::path kTemporary = "/state/temp_inventory.json";

InventoryHeader header() { return {*parse_utc("2026-11-22T08:00:00Z"), "https://api.dropshipzone.com.au", "full"}; }

TEST(InventoryWriter, WritesTheDocumentedFormatToTheLetter) {
  MemoryFileSystem files;
  InventoryWriter writer(files, kTarget, header());
  writer.add({"AES-T001B", StockLevel::of(200), "82.41"});
  writer.add({"AES-T002", StockLevel{}, "30.00"});
  EXPECT_EQ(writer.commit(), 2);
  EXPECT_EQ(files.content(kTarget),
            R"({
"format": "dsz-inventory/1", "fetched_at": "2026-11-22T08:00:00Z", "source": "https://api.dropshipzone.com.au", "mode": "full",
"products": [
{"sku":"AES-T001B","stock":200,"price":"82.41"},
{"sku":"AES-T002","stock":null,"price":"30.00"}
],
"count": 2, "complete": true
}
)");
}

TEST(InventoryWriter, APartialInventorySaysSoAndWhatIsMissing) {
  MemoryFileSystem files;
  InventoryHeader partial = header();
  partial.mode = "delta";
  partial.partial = true;
  partial.rests_on = parse_utc("2026-11-22T02:00:00Z");
  InventoryWriter writer(files, kTarget, partial);
  writer.add({"A", StockLevel::of(3), "1.00"});
  writer.add({.sku = "GONE", .stock = {}, .price = "", .missing = true});
  writer.commit();
  EXPECT_EQ(files.content(kTarget),
            R"({
"format": "dsz-inventory/1", "fetched_at": "2026-11-22T08:00:00Z", "source": "https://api.dropshipzone.com.au", "mode": "delta", "covers": "asked", "rests_on": "2026-11-22T02:00:00Z",
"products": [
{"sku":"A","stock":3,"price":"1.00"},
{"sku":"GONE","stock":null,"price":null,"missing":true}
],
"count": 2, "complete": true
}
)");
  std::vector<SupplierProduct> products;
  const InventoryInfo info =
      read_inventory(files, kTarget, [&](const SupplierProduct& product) { products.push_back(product); });
  EXPECT_TRUE(info.header.partial);
  EXPECT_EQ(info.header.rests_on, partial.rests_on);
  EXPECT_EQ(info.count, 2);
  EXPECT_EQ(info.missing, 1);
  EXPECT_FALSE(products.at(0).missing);
  EXPECT_TRUE(products.at(1).missing);
}

TEST(InventoryWriter, EverybodyMayReadTheFile) {
  MemoryFileSystem files;
  InventoryWriter(files, kTarget, header()).commit();
  EXPECT_EQ(files.info(kTarget)->mode, 0644U);
}

TEST(InventoryWriter, LeavesTheOldInventoryUntilTheNewOneIsComplete) {
  MemoryFileSystem files;
  files.put(kTarget, "old");
  {
    InventoryWriter writer(files, kTarget, header());
    writer.add({"A", StockLevel::of(1), ""});
    EXPECT_TRUE(files.content(kTemporary).has_value()) << "the new one is written beside it";
  }
  EXPECT_EQ(files.content(kTarget), "old");
  EXPECT_FALSE(files.content(kTemporary).has_value());
}

TEST(InventoryWriter, LeavesTheOldInventoryWhenTheDiskIsFull) {
  for (const FileOperation step : {FileOperation::write, FileOperation::sync, FileOperation::rename}) {
    MemoryFileSystem files;
    files.put(kTarget, "old");
    InventoryWriter writer(files, kTarget, header());
    writer.add({"A", StockLevel::of(1), ""});
    files.fail(step, 1);
    EXPECT_THROW(writer.commit(), Failure);
    EXPECT_EQ(files.content(kTarget), "old");
  }
}

/// Each step fails once, then the power is cut: the old inventory, or the new one, which then is whole.
TEST(InventoryWriter, AnyFailedStepAndAPowerCutAfterItLeaveOneWholeInventory) {
  int failures = 0;
  for (bool failed = true; failed;) {
    MemoryFileSystem files;
    files.put(kTarget, "old");
    files.fail(FileOperation::any, failures + 1, "Input/output error");
    try {
      InventoryWriter writer(files, kTarget, header());
      for (int i = 0; i < 5'000; ++i) writer.add({"SKU-" + std::to_string(i), StockLevel::of(i), "1.00"});
      writer.commit();
      failed = false;
    } catch (const Failure& failure) {
      EXPECT_NE(std::string(failure.what()).find("/state"), std::string::npos) << failure.what();
      ++failures;
    }
    EXPECT_FALSE(files.content(kTemporary)) << "step " << failures;
    files.fail(FileOperation::any, 0);
    files.crash();
    if (failed) {
      EXPECT_EQ(files.content(kTarget), "old") << "step " << failures;
    } else {
      EXPECT_EQ(read_inventory(files, kTarget, [](const SupplierProduct&) {}).count, 5'000);
    }
  }
  EXPECT_GT(failures, 6) << "each step was failed once";
}

TEST(InventoryWriter, WhatAKilledRunLeftIsReplaced) {
  MemoryFileSystem files;
  files.put(kTemporary, "half of a", 0600);
  InventoryWriter(files, kTarget, header()).commit();
  EXPECT_EQ(files.info(kTarget)->mode, 0644U);
  EXPECT_EQ(read_inventory(files, kTarget, [](const SupplierProduct&) {}).count, 0);
  EXPECT_FALSE(files.content(kTemporary));
}

TEST(InventoryWriter, EscapesWhatJsonMustEscape) {
  MemoryFileSystem files;
  InventoryWriter writer(files, kTarget, header());
  writer.add({"a\"b\\c\x01\u00E9", StockLevel::of(1), ""});
  writer.commit();
  EXPECT_NE(files.content(kTarget)->find(R"({"sku":"a\"b\\c\u0001é","stock":1,"price":null})"), std::string::npos);
}

TEST(InventoryWriter, RefusesASkuThatNoReaderWouldTake) {
  MemoryFileSystem files;
  InventoryWriter writer(files, kTarget, header());
  for (const std::string& sku : {std::string(), std::string(" \t"), std::string("\xff"), std::string(256, 'x')}) {
    EXPECT_THROW(writer.add({sku, StockLevel::of(1), ""}), Failure) << sku;
  }
}

}  // namespace
}  // namespace dsz
