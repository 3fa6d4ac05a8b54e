#include "config_test_support.hpp"

namespace dsz::test {
namespace {

class FindConfig : public ConfigTest {
 protected:
  std::filesystem::path find(const std::string& option = "") { return find_config(option, sources(), files); }
  std::string failure(const std::string& option = "") {
    try {
      find(option);
      return "";
    } catch (const Failure& error) {
      EXPECT_EQ(error.kind(), FailureKind::usage);
      return error.what();
    }
  }
};

TEST_F(FindConfig, TheNearestPlaceIsTakenFirst) {
  environment = {{"DSZ_SYNC_CONFIG", "/env.json"}, {"XDG_CONFIG_HOME", "/xdg"}};
  for (const char* file :
       {"/option.json", "/env.json", "config.json", "/xdg/dsz-sync/config.json", "/etc/dsz-sync/config.json"}) {
    files.put(file, "{}");
  }
  EXPECT_EQ(find("/option.json"), "/option.json");
  EXPECT_EQ(find(), "/env.json");
  environment.erase("DSZ_SYNC_CONFIG");
  EXPECT_EQ(find(), "config.json");
  files.remove("config.json");
  EXPECT_EQ(find(), "/xdg/dsz-sync/config.json");
  files.remove("/xdg/dsz-sync/config.json");
  EXPECT_EQ(find(), "/etc/dsz-sync/config.json");
}

TEST_F(FindConfig, WithoutXdgConfigHomeItsDefaultCounts) {
  environment = {{"HOME", "/home/me"}};
  files.put("/home/me/.config/dsz-sync/config.json", "{}");
  EXPECT_EQ(find(), "/home/me/.config/dsz-sync/config.json");
}

TEST_F(FindConfig, AGivenFileThatIsNotThereIsNotReplacedByAnother) {
  files.put("config.json", "{}");
  EXPECT_EQ(failure("/no.json"), "--config names /no.json, which is not there");
  environment["DSZ_SYNC_CONFIG"] = "/env.json";
  EXPECT_EQ(failure(), "DSZ_SYNC_CONFIG names /env.json, which is not there");
}

TEST_F(FindConfig, NoneNamesEachPlace) {
  environment = {{"XDG_CONFIG_HOME", "/xdg"}};
  EXPECT_EQ(failure(),
            "there is no configuration: none of config.json, /xdg/dsz-sync/config.json, /etc/dsz-sync/config.json is "
            "there, and neither --config nor DSZ_SYNC_CONFIG is given; run dsz-sync init, or copy config.example.json "
            "to one of these places");
}

}  // namespace
}  // namespace dsz::test
