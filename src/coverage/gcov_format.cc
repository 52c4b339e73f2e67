#include "coverage/gcov_format.h"

namespace trireme::coverage {

namespace {

char digit(std::uint32_t word, int place) { return static_cast<char>(word >> (8 * place) & 0xff); }

}  // namespace

// "B22*": B stands for ten, so 12, then the minor number; "A91*" is 9.1.
int Version::major() const {
  const char tens = digit(word, 3);
  const char ones = digit(word, 2);
  if (tens < 'A' || tens > 'Z' || ones < '0' || ones > '9') return 0;
  return (tens - 'A') * 10 + (ones - '0');
}

std::string Version::name() const {
  if (major() == 0) return fmt::format("an unknown compiler (version word {:#x})", word);
  const char minor = digit(word, 1);
  return fmt::format("gcc {}.{}", major(), minor >= '0' && minor <= '9' ? minor : '?');
}

std::string Version::described() const { return is_known() ? name() : fmt::format("{}, read by {}", name(), gcov()); }
std::string Version::gcov() const { return fmt::format("gcov-{}", major()); }

std::optional<ForeignNotes> foreign_notes(std::string_view bytes) {
  Words words(bytes, true);
  if (words.word() != k_notes_magic) return std::nullopt;
  const ForeignNotes notes{{words.word()}, words.word()};
  return words.good() && notes.version.is_foreign() ? std::optional(notes) : std::nullopt;
}

base::Result<Opening> open_gcov(std::string_view bytes, std::uint32_t magic) {
  Words words(bytes, true);
  if (words.word() != magic) return base::fail("is no {} file of this machine", magic == k_notes_magic ? ".gcno" : ".gcda");
  const Version version{words.word()};
  const std::uint32_t stamp = words.word();
  if (!words.good()) return base::fail("is cut off");
  const bool readable = version.is_known() || (version.is_foreign() && magic == k_profile_magic);
  if (!readable) return base::fail("was written by {}, whose files are not known", version.name());
  const std::uint32_t checksum = version.has_checksum() ? words.word() : 0;
  return Opening{version, stamp, checksum, Words(bytes.substr(bytes.size() - words.left()), version.counts_bytes())};
}

}  // namespace trireme::coverage
