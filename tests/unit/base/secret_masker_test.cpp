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

TEST(SecretMasker, HidesWhatEncodersLeavePlainOrWriteAsAPlus) {
  SecretMasker masker;
  masker.add("p s/(w)+é");
  for (const char* form : {"p+s%2F%28w%29%2B%C3%A9", "p+s%2f%28w%29%2b%c3%a9", "p%20s/%28w%29%2B%C3%A9",
                           "p%20s%2F(w)%2B%C3%A9", "p%20s/(w)+%C3%A9"}) {
    EXPECT_EQ(masker.mask(form), "***") << form;
  }
}

TEST(SecretMasker, HidesTheFormsInHtml) {
  SecretMasker masker;
  masker.add("a&<\"b>'c");
  for (const char* form :
       {"a&amp;&lt;&quot;b&gt;&#39;c", "a&amp;&lt;&quot;b&gt;&#039;c", "a&amp;&lt;&quot;b&gt;&#x27;c",
        "a&amp;&lt;&quot;b&gt;'c", "a&amp;&lt;&#34;b&gt;&#39;c", "a&amp;&lt;\"b&gt;'c"}) {
    EXPECT_EQ(masker.mask(form), "***") << form;
  }
}

TEST(SecretMasker, HidesItInBase64AlsoBehindAUserName) {
  SecretMasker masker;
  masker.add("S3cr3t>>??~~");
  EXPECT_EQ(masker.mask("UzNjcjN0Pj4/P35+"), "***") << "of the secret alone";
  EXPECT_EQ(masker.mask("UzNjcjN0Pj4_P35-"), "***") << "as it stands in an address";
  EXPECT_EQ(masker.mask("UzNjcjN0Pj4%2FP35%2B"), "***");
  // "u:", "me:" and "you:" before it: what is left tells of the user, and of no whole character of the secret.
  EXPECT_EQ(masker.mask("dTpTM2NyM3Q+Pj8/fn4="), "dTp***4=");
  EXPECT_EQ(masker.mask("bWU6UzNjcjN0Pj4/P35+"), "bWU6***");
  EXPECT_EQ(masker.mask("eW91OlMzY3IzdD4+Pz9+fg=="), "eW91Ol***g==");
  masker.add("hunter2");
  EXPECT_EQ(masker.mask("aHVudGVyMg=="), "***");
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
