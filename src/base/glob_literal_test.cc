#include "base/glob_literal.h"

#include <fnmatch.h>
#include <gtest/gtest.h>

namespace trireme::base {
namespace {

TEST(GlobLiteral, MatchesNothingButThePath) {
  for (const char* path : {"/a[1] b/c", "/*/?", "/a\\b", "/a]"})
    EXPECT_EQ(fnmatch(glob_literal(path).c_str(), path, FNM_PATHNAME), 0) << path;
  EXPECT_EQ(glob_literal("/a/b.c"), "/a/b.c");
}

}  // namespace
}  // namespace trireme::base
