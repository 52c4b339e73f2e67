#include "execute/capture.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "base/temp_dir.h"

namespace trireme::execute {
namespace {

using testing::IsEmpty;

class Capturing : public testing::Test {
 protected:
  Capturing() { capture_.keep_in(directory_.path() + "/output-"); }

  // Distinct bytes, in pieces of odd sizes.
  std::string write(std::size_t size) {
    std::string all;
    for (std::size_t i = 0; all.size() < size; ++i) {
      const std::string piece = std::to_string(i) + std::string(i % 4001, static_cast<char>('a' + i % 26)) + "\n";
      capture_.append(piece);
      all += piece;
    }
    return all;
  }

  base::TempDir directory_ = *base::make_temp_dir("capture_test");
  Capture capture_;
};

TEST_F(Capturing, MakesNoFileForWhatFitsInMemory) {
  const std::string all = write(100'000);
  const model::Captured got = capture_.take();
  EXPECT_EQ(got.head + got.tail, all);
  EXPECT_EQ(got.omitted, 0U);
  EXPECT_THAT(got.file, IsEmpty());
}

TEST_F(Capturing, PutsAllInAFileWhenItIsMore) {
  const std::string all = write(3'000'000);
  const model::Captured got = capture_.take();
  EXPECT_EQ(got.head.size() + got.omitted + got.tail.size(), all.size());
  EXPECT_EQ(got.file, directory_.path() + "/output-0");
  EXPECT_EQ(*base::read_file(got.file), all);
  EXPECT_THAT(got.file_problem, IsEmpty());
  const std::string next = std::string(1 << 20, 'x');
  capture_.append(next);
  EXPECT_EQ(*base::read_file(capture_.take().file), next) << "at once, and in a file of its own";
}

TEST_F(Capturing, LimitsTheFile) {
  for (int i = 0; i < 70; ++i) capture_.append(std::string(1 << 20, 'x'));
  const model::Captured got = capture_.take();
  EXPECT_EQ(base::read_file(got.file)->size(), 64U << 20);
  EXPECT_EQ(got.file_problem, "it has the first 64 MiB only");
  EXPECT_EQ(got.head.size() + got.omitted + got.tail.size(), 70U << 20);
}

TEST_F(Capturing, SaysWhenThereIsNoRoom) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{.rlim_cur = 500'000, .rlim_max = before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const std::string all = write(3'000'000);
  const model::Captured got = capture_.take();
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_THAT(got.file, IsEmpty());
  EXPECT_EQ(got.file_problem, "File too large");
  EXPECT_EQ(got.head.size() + got.omitted + got.tail.size(), all.size());
  EXPECT_NE(access((directory_.path() + "/output-0").c_str(), F_OK), 0) << "what was written is removed";
}

}  // namespace
}  // namespace trireme::execute
