#include "postgres/recipe.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/temp_dir.h"

namespace trireme::postgres {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Recipes : public testing::Test {
 protected:
  Recipes() {
    std::filesystem::create_directory(path("more"));
    write("a.sql", "1");
    write("more/2.sql", "2");
    write("more/1.sql", "3");
    write("more/notes.txt", "4");
  }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  Recipe read() const {
    auto recipe = read_recipe(options_, directory_.path());
    EXPECT_TRUE(recipe) << recipe.error().text;
    return recipe ? *recipe : Recipe{};
  }
  std::string error() const {
    const auto recipe = read_recipe(options_, directory_.path());
    return recipe ? "(no error)" : recipe.error().text;
  }

  base::TempDir directory_ = *base::make_temp_dir("recipe_test");
  model::DatabaseOptions options_;
};

TEST_F(Recipes, TakeDirectoriesInTheOrderOfNames) {
  options_.schema = {"more", path("a.sql")};
  EXPECT_THAT(read().files, ElementsAre(path("more/1.sql"), path("more/2.sql"), path("a.sql")));
  EXPECT_TRUE(read().repeatable);
}

TEST_F(Recipes, DifferWhenAFileDoes) {
  options_.schema = {"a.sql"};
  const std::string before = read().inputs;
  EXPECT_EQ(read().inputs, before);
  write("a.sql", "2");
  EXPECT_NE(read().inputs, before);
}

TEST_F(Recipes, KnowOfACommandWhatItReadsOnlyWhenTold) {
  options_.command = "./migrate";
  EXPECT_FALSE(read().repeatable);
  options_.inputs = {"more/*.sql"};
  EXPECT_TRUE(read().repeatable);
  const std::string before = read().inputs;
  write("more/notes.txt", "5");
  EXPECT_EQ(read().inputs, before);
  write("more/1.sql", "5");
  EXPECT_NE(read().inputs, before);
  EXPECT_EQ(read().command_directory, directory_.path());
}

TEST_F(Recipes, TakeOnlyWhatIsWrittenForAPattern) {
  const std::string odd = path("[ab]*?\\");
  std::filesystem::create_directories(odd + "/db");
  std::ofstream(odd + "/db/1.sql") << "1";
  options_.inputs = {"db/*.sql"};
  const auto recipe = read_recipe(options_, odd);
  EXPECT_TRUE(recipe) << recipe.error().text;
}

TEST_F(Recipes, FindFilesOfAnyDepth) {
  std::filesystem::create_directories(path("deep/1/2/[3]"));
  std::filesystem::create_directories(path("deep/.git"));
  for (const char* each : {"0.sql", "1/1.sql", "1/2/2.sql", "1/2/[3]/3.sql", "1/2/[3]/3.txt", ".git/4.sql"}) {
    write(std::string("deep/") + each, each);
  }
  const auto inputs = [&](const std::string& pattern) {
    options_.inputs = {pattern};
    return read().inputs;
  };
  const std::string sql = inputs("deep/**/*.sql");
  for (const char* each : {"0.sql", "1/1.sql", "1/2/2.sql", "1/2/[3]/3.sql"}) EXPECT_THAT(sql, HasSubstr(path("deep/") + each));
  EXPECT_THAT(sql, testing::Not(HasSubstr("3.txt")));
  EXPECT_THAT(sql, testing::Not(HasSubstr(".git")));
  EXPECT_THAT(inputs("deep/**"), HasSubstr("3.txt"));
  EXPECT_EQ(inputs("deep/**/**/*.sql"), sql);
  EXPECT_EQ(inputs("**/2/**/3.sql"), inputs("deep/1/2/[[]3]/3.sql"));
}

TEST_F(Recipes, DifferWhereACommandRunsElsewhere) {
  options_.command = "./migrate";
  options_.inputs = {path("a.sql")};
  const std::string before = read().inputs;
  options_.command_directory = path("more");
  EXPECT_NE(read().inputs, before);
  options_.command = "";
  const std::string without_command = read().inputs;
  options_.command_directory = "";
  EXPECT_EQ(read().inputs, without_command);
}

TEST_F(Recipes, SayWhatIsNotThere) {
  options_.schema = {"b.sql"};
  EXPECT_THAT(error(), HasSubstr("no file or directory b.sql"));
  options_.schema = {};
  options_.inputs = {"*.rb"};
  EXPECT_THAT(error(), HasSubstr("--db-input=*.rb matches no file"));
}

}  // namespace
}  // namespace trireme::postgres
