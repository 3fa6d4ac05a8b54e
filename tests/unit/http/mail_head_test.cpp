#include "dsz/http/mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dsz::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Mail mail() {
  Mail mail;
  mail.from = "shop@mail.example";
  mail.to = {"owner@shop.example", "it@shop.example"};
  mail.subject = "dsz-sync: stopped";
  mail.date = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 2} + std::chrono::hours{8}};
  mail.message_id = "1@mail.example";
  return mail;
}

TEST(MailHead, HasWhatAMailNeeds) {
  EXPECT_THAT(mail_head(mail()),
              ElementsAre("Date: Mon, 2 Nov 2026 08:00:00 +0000", "From: dsz-sync <shop@mail.example>",
                          "To: <owner@shop.example>,\r\n <it@shop.example>", "Subject: dsz-sync: stopped",
                          "Message-ID: <1@mail.example>", "Auto-Submitted: auto-generated"));
}

TEST(MailHead, ASubjectThatIsNotAsciiBecomesEncodedWordsOfWholeCharacters) {
  Mail encoded = mail();
  encoded.subject = "a\u00e4 \u2026";
  EXPECT_THAT(mail_head(encoded), Contains("Subject: =?UTF-8?Q?a=C3=A4_=E2=80=A6?="));
  encoded.subject.clear();
  for (int i = 0; i < 40; ++i) encoded.subject += "\u2026";
  const std::string subject = mail_head(encoded).at(3);
  for (std::size_t at = 0; at < subject.size();) {
    const std::size_t end = std::min(subject.find("\r\n", at), subject.size());
    const std::string line = subject.substr(at, end - at);
    EXPECT_LE(line.size(), 85U) << line;
    const std::size_t words = line.find("?Q?") + 3;
    EXPECT_EQ((line.size() - 2 - words) % 9, 0U) << line << ": a character is cut in two";
    at = end + 2;
  }
}

TEST(MailHead, NoValueBeginsALineOfItsOwn) {
  Mail hostile = mail();
  hostile.subject = "done\r\nBcc: all@shop.example\n\nbody";
  hostile.message_id = "1\r\nBcc: all@shop.example";
  for (const std::string& line : mail_head(hostile)) {
    EXPECT_THAT(line, Not(HasSubstr("\nBcc")));
    EXPECT_THAT(line, Not(HasSubstr("\n\n")));
  }
  EXPECT_THAT(mail_head(hostile), Contains("Subject: done  Bcc: all@shop.example  body"));
}

TEST(MailHead, WhatLooksLikeAnEncodedWordIsEncoded) {
  Mail tricky = mail();
  tricky.subject = "=?UTF-8?B?YWJj?=";
  EXPECT_THAT(mail_head(tricky).at(3), StartsWith("Subject: =?UTF-8?Q?=3D=3F"));
}

}  // namespace
}  // namespace dsz::test
