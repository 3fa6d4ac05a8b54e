#include "dsz/supplier/auth_manager.hpp"

#include "supplier_test_base.hpp"

#include <nlohmann/json.hpp>

#include <csignal>

namespace dsz {
namespace {

using test::answer;
using ::testing::HasSubstr;
using ::testing::Not;

class AuthManagerTest : public SupplierTest {
 protected:
  void answer_auth(int status, const std::string& body) {
    on_auth_ = [=](const Request&) { return answer(status, body); };
  }
  std::string sign_in_failure(FailureKind kind) {
    return failure_of(kind, [this] { auth_.token(); });
  }
  /// How long the token that the supplier hands out is used.
  Millis used_for(const std::string& times) {
    answer_auth(200, "{" + times + R"("token":"text"})");
    auth_.token();
    return auth_.renew_at() - clock_.steady();
  }
  std::unique_ptr<AuthManager> next_run() {
    return std::make_unique<AuthManager>(*client_, settings_, store_, masker_, clock_, signals_, log_);
  }
};

TEST_F(AuthManagerTest, SignsInWithAddressAndPasswordAndSendsTheTokenAfterTheWordJwt) {
  Request request;
  auth_.authorize(request);
  EXPECT_EQ(authorization(request), "jwt token-1");
  const Request& sent = http_.started().at(0).request;
  EXPECT_EQ(sent.method, Method::post);
  EXPECT_EQ(sent.url, "https://supplier.example/auth");
  EXPECT_FALSE(sent.follow_redirects);
  const auto body = nlohmann::json::parse(sent.body);
  EXPECT_EQ(body, (nlohmann::json{{"email", "owner@example.com"}, {"password", "pass-phrase"}}));
}

TEST_F(AuthManagerTest, OneSignInServesThisRunAndTheNext) {
  auth_.token();
  auth_.token();
  EXPECT_EQ(next_run()->token().text, "token-1");
  EXPECT_EQ(sign_ins_, 1);
}

TEST_F(AuthManagerTest, SigningInAnewProvesThePasswordAlsoWithAGoodToken) {
  auth_.token();
  auth_.sign_in();
  EXPECT_EQ(sign_ins_, 2);
}

TEST_F(AuthManagerTest, TheTokenIsASecretAlsoWhenItComesFromTheFile) {
  auth_.token();
  EXPECT_THAT(masker_.mask("jwt token-1"), Not(HasSubstr("token-1")));
  SecretMasker other_process;
  AuthManager again(*client_, settings_, store_, other_process, clock_, signals_, log_);
  again.token();
  EXPECT_THAT(other_process.mask("jwt token-1"), Not(HasSubstr("token-1")));
}

TEST_F(AuthManagerTest, ATokenIsRenewedWhenItsStatedLifeIsNearlyOver) {
  EXPECT_EQ(used_for(R"("iat":1000,"exp":1900,)"), std::chrono::minutes{14});
  clock_.advance(std::chrono::minutes{14});
  auth_.token();
  EXPECT_EQ(sign_ins_, 2);
}

TEST_F(AuthManagerTest, OnlyTheSpanOfTheSuppliersClockCounts) {
  // The supplier believes it is 1970, or 2255.
  EXPECT_EQ(used_for(R"("iat":0,"exp":3600,)"), std::chrono::minutes{59});
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(used_for(R"("iat":9000000000,"exp":9000003600,)"), std::chrono::minutes{59});
}

TEST_F(AuthManagerTest, ALongLifeIsUsedForSevenHours) {
  EXPECT_EQ(used_for(R"("iat":0,"exp":219600,)"), std::chrono::hours{7});  // 61 hours
}

TEST_F(AuthManagerTest, ALifeThatMakesNoSenseIsUnknownAndSaid) {
  for (const char* times : {"", R"("iat":1000,)", R"("exp":1000,)", R"("iat":"1000","exp":"2000",)",
                            R"("iat":2000,"exp":1000,)", R"("iat":1000,"exp":1000,)", R"("iat":null,"exp":{},)",
                            R"("iat":-9223372036854775808,"exp":9223372036854775807,)"}) {
    log_.clear();
    EXPECT_EQ(used_for(times), std::chrono::hours{7}) << times;
    EXPECT_TRUE(log_.contains(LogLevel::warning, "no usable life")) << times;
    clock_.advance(std::chrono::hours{8});
  }
}

TEST_F(AuthManagerTest, AClockThatIsSetWhileTheTokenIsInUseMakesItSignInAnew) {
  auth_.token();
  clock_.set_wall(clock_.wall() - std::chrono::hours{1});
  EXPECT_EQ(auth_.token().text, "token-2") << "set back: the token seems to come from the future";
  clock_.set_wall(clock_.wall() + std::chrono::days{365});
  EXPECT_EQ(auth_.token().text, "token-3") << "set forward: it seems to be a year old";
  EXPECT_EQ(next_run()->token().text, "token-3");
}

TEST_F(AuthManagerTest, WrongCredentialsEndAfterOneRequestAndSayWhatToCheck) {
  for (const int status : {400, 401, 403}) {
    answer_auth(status, R"({"code":"Unauthorized"})");
    const std::size_t before = http_.started().size();
    const std::string sentence = sign_in_failure(FailureKind::credentials);
    EXPECT_EQ(http_.started().size(), before + 1);
    EXPECT_THAT(sentence, HasSubstr("dropshipzone.email"));
    EXPECT_THAT(sentence, HasSubstr("dropshipzone.password"));
    EXPECT_THAT(sentence, HasSubstr("Unauthorized"));
    EXPECT_THAT(sentence, Not(HasSubstr("pass-phrase")));
  }
}

TEST_F(AuthManagerTest, AnAddressThatIsNotTheUsualOneIsToldBesideThePasswordForItRefusesInTheSameWay) {
  answer_auth(401, R"({"code":"Unauthorized"})");
  EXPECT_THAT(sign_in_failure(FailureKind::credentials), HasSubstr("dropshipzone.base_url"));
  settings_.base_url = SupplierSettings{}.base_url;
  EXPECT_THAT(sign_in_failure(FailureKind::credentials), Not(HasSubstr("dropshipzone.base_url")));
}

TEST_F(AuthManagerTest, ARedirectAndAGatewaysTroubleSayWhatToDo) {
  answer_auth(301, "");
  EXPECT_THAT(sign_in_failure(FailureKind::supplier), HasSubstr("check dropshipzone.base_url"));
  answer_auth(502, "<html>");
  EXPECT_THAT(sign_in_failure(FailureKind::supplier), HasSubstr("the next run tries again"));
}

TEST_F(AuthManagerTest, TheDocumentedInternalErrorCountsAsRefusedCredentialsAfterOneRequest) {
  answer_auth(500, R"({"code":"InternalServer","message":"boom!"})");
  const std::string sentence = sign_in_failure(FailureKind::credentials);
  EXPECT_EQ(sign_ins_, 1);
  EXPECT_THAT(sentence, HasSubstr("dropshipzone.password"));
  EXPECT_THAT(sentence, HasSubstr("fault of its own"));
}

TEST_F(AuthManagerTest, AnyOther500MayPass) {
  on_auth_ = [this](const Request&) { return sign_ins_ < 3 ? answer(500, "<html>down</html>") : token_answer(); };
  EXPECT_EQ(auth_.token().text, "token-3");
}

TEST_F(AuthManagerTest, ASupplierThatStaysDownIsNotACaseOfCredentials) {
  answer_auth(503, "<html>down</html>");
  EXPECT_THAT(sign_in_failure(FailureKind::supplier), HasSubstr("HTTP 503"));
  EXPECT_EQ(sign_ins_, 5);
}

TEST_F(AuthManagerTest, AnAnswerWithoutATokenIsTheSuppliersFailure) {
  for (const char* body : {"{}", R"({"token":null})", R"({"token":""})", R"({"token":7})", R"(["token"])",
                           R"({"token":"a\r\nX-Evil: 1"})"}) {
    answer_auth(200, body);
    EXPECT_THAT(sign_in_failure(FailureKind::supplier), HasSubstr("without a token")) << body;
  }
}

TEST_F(AuthManagerTest, AnAnswerThatIsNotJsonIsAskedForAgain) {
  on_auth_ = [this](const Request&) { return sign_ins_ < 3 ? answer(200, "<html>wait</html>") : token_answer(); };
  EXPECT_EQ(auth_.token().text, "token-3");
  for (const char* body : {"", "<html>hello</html>", R"({"token":"abc)"}) {
    sign_ins_ = 0;
    auth_.refused("token-3");
    answer_auth(200, body);
    EXPECT_THAT(sign_in_failure(FailureKind::supplier), HasSubstr("not JSON")) << body;
    EXPECT_EQ(sign_ins_, 5) << body;
  }
}

TEST_F(AuthManagerTest, ARefusedTokenIsForgottenAndReplacedOnce) {
  auth_.token();
  EXPECT_TRUE(auth_.refused("token-1"));
  EXPECT_FALSE(auth_.refused("token-1")) << "the others that were sent with it change nothing";
  EXPECT_EQ(auth_.token().text, "token-2");
  EXPECT_FALSE(auth_.refused("token-1"));
  EXPECT_EQ(next_run()->token().text, "token-2");
}

TEST_F(AuthManagerTest, ANewTokenThatIsRefusedAtOnceEndsTheRun) {
  auth_.token();
  auth_.refused("token-1");
  auth_.token();
  failure_of(FailureKind::credentials, [this] { auth_.refused("token-2"); });
}

TEST_F(AuthManagerTest, ANewTokenThatWorkedForAWhileIsRenewedAgain) {
  auth_.token();
  auth_.refused("token-1");
  auth_.token();
  auth_.accepted("token-2");
  EXPECT_TRUE(auth_.refused("token-2"));
  EXPECT_EQ(auth_.token().text, "token-3");
}

TEST_F(AuthManagerTest, ATokenThatCannotBeKeptIsUsedAllTheSame) {
  files_.fail(test::FileOperation::create, 1);
  EXPECT_EQ(auth_.token().text, "token-1");
  EXPECT_TRUE(log_.contains(LogLevel::warning, "No space left on device"));
}

TEST_F(AuthManagerTest, ASignalEndsSigningIn) {
  on_auth_ = [this](const Request&) {
    signals_.set(SIGTERM);
    return test::no_answer(TransferErrorKind::timeout, "timed out", Millis{60'000});
  };
  sign_in_failure(FailureKind::terminated);
}

}  // namespace
}  // namespace dsz
