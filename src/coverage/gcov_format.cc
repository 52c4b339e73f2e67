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

base::Result<Opening> open_gcov(std::string_view bytes, std::uint32_t magic) {
  Words words(bytes, true);
  if (words.word() != magic) return base::fail("is no {} file of this machine", magic == k_notes_magic ? ".gcno" : ".gcda");
  const Version version{words.word()};
  const std::uint32_t stamp = words.word();
  if (!words.good()) return base::fail("is cut off");
  if (!version.is_known()) return base::fail("was written by {}, whose files are not known", version.name());
  const std::uint32_t checksum = version.has_checksum() ? words.word() : 0;
  return Opening{version, stamp, checksum, Words(bytes.substr(bytes.size() - words.left()), version.counts_bytes())};
}

}  // namespace trireme::coverage
