#include "collect/registering.h"

#include <algorithm>

namespace trireme::collect {

namespace {

// GoogleTest registers tests so itself, for suites that are never instantiated.
bool is_registered_by_user(const std::string& factory) {
  return factory.find("N7testing12RegisterTestI") != std::string::npos &&
         factory.find("12RegisterTestIJEZNS_8internal") == std::string::npos;
}

// As TEST names it; of typed tests without the number of the type.
std::string class_of(const ListedTest& test) {
  return test.suite.substr(0, test.suite.find('/')) + "_" + test.name.substr(0, test.name.find('/')) + "_Test";
}

struct Classes {
  bool of_tests = false;
  bool that_register = false;
};

Classes classes_in(const ProgramFile& file, const std::string& of_test) {
  const auto elf = base::ElfFile::open(file.path);
  if (!elf) return {};
  // Put together here, so that our own executable does not hold the text.
  static const std::string of_parameters = std::string("ParameterizedTest") + "FactoryI";
  const auto held = elf->holds({of_test, of_parameters});
  const auto factories = elf->texts_ending_with("E11FactoryImpl");
  return {held[0], held[1] || std::any_of(factories.begin(), factories.end(), is_registered_by_user)};
}

}  // namespace

bool registers_at_start(const std::vector<ProgramFile*>& files, const Listing& listing) {
  const std::string of_test = listing.tests.empty() ? "" : class_of(listing.tests.front());
  bool has_names = listing.tests.empty();
  for (const ProgramFile* each : files) {
    const Classes classes = classes_in(*each, of_test);
    if (classes.that_register) return true;
    has_names = has_names || classes.of_tests;
  }
  return !has_names;
}

}  // namespace trireme::collect
