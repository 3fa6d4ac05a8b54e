#include "dsz/supplier/credentials.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SupplierSettings settings(std::string email, std::string base_url = "https://supplier.example") {
  SupplierSettings made;
  made.base_url = std::move(base_url);
  made.email = std::move(email);
  return made;
}

TEST(SupplierSettingsTest, TheAccountNamesTheAddressWithoutShowingIt) {
  // printf owner@example.com | sha256sum
  EXPECT_EQ(settings("owner@example.com").account(), "https://supplier.example#c8cd3c6427301eaf");
  EXPECT_THAT(settings("owner@example.com").account(), Not(HasSubstr("owner")));
}

TEST(SupplierSettingsTest, LetterCaseMakesNoOtherAccount) {
  EXPECT_EQ(settings("Owner@Example.COM").account(), settings("owner@example.com").account());
}

TEST(SupplierSettingsTest, AnotherAddressOrServiceIsAnotherAccount) {
  EXPECT_NE(settings("other@example.com").account(), settings("owner@example.com").account());
  EXPECT_NE(settings("owner@example.com", "http://127.0.0.1:8080").account(), settings("owner@example.com").account());
}

}  // namespace
}  // namespace dsz
