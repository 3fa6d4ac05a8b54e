#include "dsz/http/system_certificates.hpp"

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace dsz::test {
namespace {

namespace fs = std::filesystem;

class HashedCertificates : public testing::Test {
 protected:
  void add_to_file(const std::string& kind = "") {
    std::ofstream(system_.file, std::ios::app)
        << "# a name\n-----BEGIN " << kind << "CERTIFICATE-----\nMIID\n-----END " << kind << "CERTIFICATE-----\n";
  }
  void add_to_folder(const std::string& name) { std::ofstream(system_.folder / name) << "a certificate"; }
  [[nodiscard]] bool enough() const {
    const fs::path found = hashed_certificates(system_);
    EXPECT_TRUE(found.empty() || found == system_.folder);
    return !found.empty();
  }

  const TemporaryFolder folder_;
  SystemCertificates system_{folder_.path() / "all.crt", folder_.path()};
};

TEST_F(HashedCertificates, AreTakenWhenNoneIsMissing) {
  add_to_file();
  add_to_file("TRUSTED ");
  add_to_folder("5ed36f99.0");
  EXPECT_FALSE(enough()) << "one of two";
  add_to_folder("5ed36f99.1");
  EXPECT_TRUE(enough()) << "two of one subject";
  add_to_file();
  EXPECT_FALSE(enough()) << "one was added to the file by hand";
}

TEST_F(HashedCertificates, AreNothingElseInTheFolder) {
  add_to_file();
  for (const char* name :
       {"5ed36f99.r0", "5ed36f99.pem", "5ed36f9.0", "5ED36F99.0", "5ed36f990.0", "5ed36f99.", "5ed36f99", "name.0"}) {
    add_to_folder(name);
    EXPECT_FALSE(enough()) << name;
  }
  fs::create_symlink("nowhere.pem", system_.folder / "00000000.0");
  EXPECT_FALSE(enough()) << "a link that leads nowhere";
  fs::create_directory(system_.folder / "00000001.0");
  EXPECT_FALSE(enough()) << "a folder";
  add_to_folder("name.pem");
  fs::create_symlink("name.pem", system_.folder / "00000002.0");
  EXPECT_TRUE(enough()) << "as Debian has it";
}

TEST_F(HashedCertificates, AreNotTakenWhereTheSystemHasNone) {
  add_to_folder("5ed36f99.0");
  EXPECT_FALSE(enough()) << "no file";
  add_to_file();
  EXPECT_TRUE(enough());
  system_.folder = folder_.path() / "missing";
  EXPECT_FALSE(enough());
  system_.folder.clear();
  EXPECT_FALSE(enough());
}

}  // namespace
}  // namespace dsz::test
