// Which source files are read, which of them are reported, and what each is called. Names come from the compiler, in as many
// ways as units were compiled; a file is its real path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trireme::coverage {

struct Source {
  std::string path;                                         // absolute, without links
  std::string name;                                         // in reports: relative to the root where it is below it
  std::optional<std::filesystem::file_time_type> modified;  // nullopt: there is no such file
  bool is_reported = true;                                  // else it is only in the map of tests
};

class Sources {
 public:
  // `asked`: files and directories; `omitted`: patterns of names. `maps_all`: what is below the root is read, reported or not.
  Sources(const std::string& root, const std::vector<std::string>& asked, std::vector<std::string> omitted,
          bool maps_all = false);

  // The number of a file that gcc, run in `directory`, called `name`; nullopt when it is not read. From any thread.
  std::optional<std::uint32_t> number(std::string_view directory, std::string_view name);
  // When no other thread asks for numbers.
  [[nodiscard]] const std::vector<Source>& all() const { return all_; }
  [[nodiscard]] Source at(std::uint32_t number);

 private:
  [[nodiscard]] std::string existing(std::string path, std::string_view name) const;
  std::string real(const std::string& path);
  std::optional<std::uint32_t> find(const std::string& path);
  [[nodiscard]] bool is_asked(const std::string& real) const;
  [[nodiscard]] std::string name_of(const std::string& real) const;

  std::string root_;
  std::vector<std::string> asked_;
  std::vector<std::string> omitted_;
  bool maps_all_;
  std::mutex mutex_;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // By path as it was written, and by real path.
  std::unordered_map<std::string, std::optional<std::uint32_t>, Hash, std::equal_to<>> known_;
  std::unordered_map<std::string, std::string> directories_;  // what they really are
  std::vector<Source> all_;
};

}  // namespace trireme::coverage
