// How the code lies on lines is what is tested.
// clang-format off
#include "shapes.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>

#define CHECK_RANGE(value) \
  do { if ((value) < 0) return -1; if ((value) > 100) return 101; } while (0)

namespace shapes {

namespace {

struct Noisy {
  explicit Noisy(int& count) : count_(count) { ++count_; }
  ~Noisy() { --count_; }
  int& count_;
};

[[noreturn]] void give_up(int value) { throw std::runtime_error("cannot " + std::to_string(value)); }

int unused(int value) { return value + 1; }  // LCOV_EXCL_LINE

const std::map<int, std::string> k_words = {{1, "one"}, {2, "two"}, {3, "three"}};

}  // namespace

int classify(int value) {
  CHECK_RANGE(value);
  switch (value % 7) {
    case 0: return 0;
    case 1:
    case 2: return 1;
    case 3: {
      if (value > 50 && value % 2 == 0) return 33;
      [[fallthrough]];
    }
    case 4: return value > 10 ? 44 : 4;
    default: break;
  }
  return 7;
}

int sum_of(const std::vector<int>& values) {
  int calls = 0;
  const auto add = [&calls](int a, int b) { ++calls; return a + b; };
  const int total = std::accumulate(values.begin(), values.end(), 0, add); std::for_each(values.begin(), values.end(), [&](int each) { if (each > 2) calls += each; });
  const std::function<int(int)> twice = [](int value) { return value * 2; };
  return values.size() > 3 ? twice(total) : total + calls * 0;
}

std::string safely(int value) {
  int alive = 0;
  try {
    const Noisy first(alive);
    auto held = std::make_unique<int>(value);
    if (value > 2) give_up(*held);
    const Noisy second(alive);
    std::vector<int> some(static_cast<std::size_t>(value) + 1);
    return std::to_string(some.at(static_cast<std::size_t>(value)));
  } catch (const std::runtime_error& error) {
    return error.what();
  } catch (...) {
    return "else";
  }
}

int loops(int times) {
  int total = 0;
  for (int i = 0; i < times; ++i) for (int j = 0; j < i; ++j) if ((i + j) % 3 == 0) total += j;
  while (times-- > 0) { total ^= times; if (total > 1000) break; }
  do total += 2; while (total % 5 != 0);
  return total;
}

int gotos(int times) {
  int rounds = 0;
again:
  if (++rounds < times) goto again;
  for (;;) { if (rounds-- < 2) goto out; if (rounds == 77) continue; }
out:
  return rounds;
}

const std::string& word(int number) {
  static const std::string none = "none";
  const auto found = k_words.find(number);
  return found == k_words.end() ? none : found->second;
}

}  // namespace shapes
