#include "dsz/base/secret_masker.hpp"

#include "dsz/base/text.hpp"

#include <gtest/gtest.h>

namespace dsz::test {
namespace {

TEST(SecretMasker, HidesEveryOccurrence) {
  SecretMasker masker;
  masker.add("hunter2");
  EXPECT_EQ(masker.mask("hunter2 and hunter2!"), "*** and ***!");
  EXPECT_EQ(masker.mask("hunter"), "hunter");
  EXPECT_EQ(masker.mask(""), "");
}

TEST(SecretMasker, WithoutSecretsTextIsLeftAlone) { EXPECT_EQ(SecretMasker().mask("some text"), "some text"); }

TEST(SecretMasker, DoesNotMaskWhatIsTooShortToBeASecret) {
  SecretMasker masker;
  masker.add("");
  masker.add("the");
  EXPECT_EQ(masker.mask("the text"), "the text");
  masker.add("text");
  EXPECT_EQ(masker.mask("the text"), "the ***");
}

TEST(SecretMasker, HidesThePercentEncodedForms) {
  SecretMasker masker;
  masker.add("p@ss/wörd 1");
  EXPECT_EQ(masker.mask("?password=p%40ss%2Fw%C3%B6rd%201&x=1"), "?password=***&x=1");
  EXPECT_EQ(masker.mask("?password=p%40ss%2fw%c3%b6rd%201&x=1"), "?password=***&x=1");
}

TEST(SecretMasker, HidesTheFormsInJson) {
  SecretMasker masker;
  masker.add("p\"ss/wörd\\1");
  EXPECT_EQ(masker.mask(R"({"password":"p\"ss/wörd\\1"})"), R"({"password":"***"})");
  EXPECT_EQ(masker.mask(R"({"password":"p\"ss\/w\u00f6rd\\1"})"), R"({"password":"***"})") << "as PHP writes it";
  EXPECT_EQ(masker.mask(R"({"password":"p\"ss/w\u00f6rd\\1"})"), R"({"password":"***"})");
}

TEST(SecretMasker, LeavesNothingOfSecretsThatOverlap) {
  SecretMasker masker;
  masker.add("abcdef");
  masker.add("abcd");
  masker.add("efgh");
  EXPECT_EQ(masker.mask("abcdefgh!"), "***!");
  EXPECT_EQ(masker.mask("xabcdx"), "x***x");
  masker.add("anana");
  EXPECT_EQ(masker.mask("ananana!"), "***!");
}

TEST(SecretMasker, HidesTheBeginningThatACutLeft) {
  SecretMasker masker;
  masker.add("cs_9876543210");
  const std::string words = "the store says: cs_9876543210 is wrong";
  for (std::size_t length = 24; length <= words.size(); ++length) {
    EXPECT_EQ(masker.mask(visible(words, length)).find("9876"), std::string::npos) << visible(words, length);
  }
  EXPECT_EQ(masker.mask("cs_98… and cs_987654321…"), "***… and ***…");
  EXPECT_EQ(masker.mask("cs_… and cs_98765 here"), "cs_… and cs_98765 here") << "too little, or not cut";
}

TEST(SecretMasker, TakesASecretThatIsNotUtf8) {
  SecretMasker masker;
  masker.add("caf\xE9!");
  EXPECT_EQ(masker.mask("a caf\xE9! b"), "a *** b");
}

}  // namespace
}  // namespace dsz::test
