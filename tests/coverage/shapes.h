// How the code lies on lines is what is tested.
// clang-format off
// Shared by two units: inline functions, templates, branches in a header.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace shapes {

inline int absolute(int value) { return value < 0 ? -value : value; }

template <typename T>
T largest(const std::vector<T>& values) {
  if (values.empty()) throw std::invalid_argument("nothing");
  T best = values.front();
  for (const T& each : values) {
    if (best < each) best = each;
  }
  return best;
}

template <int N>
struct Power {
  static int of(int base) { return base * Power<N - 1>::of(base); }
};
template <>
struct Power<0> {
  static int of(int) { return 1; }
};

struct Base {
  virtual ~Base() = default;
  virtual int area() const { return 0; }
};
struct Square : Base {
  explicit Square(int side) : side_(side) {}
  int area() const override { return side_ * side_; }
  int side_;
};

int classify(int value);
int sum_of(const std::vector<int>& values);
std::string safely(int value);
int loops(int times);
int gotos(int times);
const std::string& word(int number);

}  // namespace shapes
