#include "options/config.h"

#include <fstream>

#include "base/temp_dir.h"
#include "input.h"

using namespace trireme;
using options::KeyKind;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const base::TempDir directory = *base::make_temp_dir("trireme-fuzz-");
  static const std::vector<options::Key> keys = {{"dist", KeyKind::text},
                                                 {"maxfail", KeyKind::number},
                                                 {"timeout", KeyKind::number},
                                                 {"live", KeyKind::flag},
                                                 {"deselect", KeyKind::list}};
  std::ofstream(directory.path() + "/trireme.toml", std::ios::binary) << fuzz::text(data, size);
  for (const char* profile : {"", "ci"}) {
    const auto config = options::load_config(directory.path(), profile, keys);
    fuzz::check(config ? !config->path.empty() : !config.error().text.empty());
  }
  return 0;
}
