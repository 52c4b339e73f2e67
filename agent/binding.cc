#include "agent/binding.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <cstdint>

namespace trireme::agent {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t k_jump_slot = R_X86_64_JUMP_SLOT;
#elif defined(__aarch64__)
constexpr std::uint32_t k_jump_slot = R_AARCH64_JUMP_SLOT;
#endif
constexpr ElfW(Versym) k_hidden = 0x8000;

// The tables of one loaded object that concern its calls of other objects' functions.
struct Object {
  const ElfW(Rela) * slots = nullptr;
  std::size_t slots_size = 0;  // bytes
  const ElfW(Sym) * symbols = nullptr;
  const char* strings = nullptr;
  const ElfW(Versym) * versions = nullptr;  // of each symbol
  const ElfW(Verneed) * needed_versions = nullptr;
  std::size_t needed_count = 0;
  const ElfW(Verdef) * defined_versions = nullptr;
  std::size_t defined_count = 0;
  bool lazy = true;  // and looks in all objects, in the same order
};

// The loader has replaced offsets by addresses, except those of the versions.
template <class T>
const T* at(const ElfW(Dyn) & entry) {
  return reinterpret_cast<const T*>(entry.d_un.d_ptr);
}

Object read(const ElfW(Dyn) * entry, std::uintptr_t base) {
  Object object;
  for (; entry->d_tag != DT_NULL; ++entry) {
    switch (entry->d_tag) {
      case DT_JMPREL: object.slots = at<ElfW(Rela)>(*entry); break;
      case DT_PLTRELSZ: object.slots_size = entry->d_un.d_val; break;
      case DT_SYMTAB: object.symbols = at<ElfW(Sym)>(*entry); break;
      case DT_STRTAB: object.strings = at<char>(*entry); break;
      case DT_VERSYM: object.versions = at<ElfW(Versym)>(*entry); break;
      case DT_VERNEED: object.needed_versions = reinterpret_cast<const ElfW(Verneed)*>(base + entry->d_un.d_val); break;
      case DT_VERNEEDNUM: object.needed_count = entry->d_un.d_val; break;
      case DT_VERDEF: object.defined_versions = reinterpret_cast<const ElfW(Verdef)*>(base + entry->d_un.d_val); break;
      case DT_VERDEFNUM: object.defined_count = entry->d_un.d_val; break;
      case DT_SYMBOLIC:
      case DT_BIND_NOW: object.lazy = false; break;
      case DT_FLAGS: object.lazy = object.lazy && (entry->d_un.d_val & (DF_BIND_NOW | DF_SYMBOLIC)) == 0; break;
      case DT_FLAGS_1: object.lazy = object.lazy && (entry->d_un.d_val & DF_1_NOW) == 0; break;
      default: break;
    }
  }
  return object;
}

template <class T>
const T* after(const T* entry, std::size_t bytes) {
  return reinterpret_cast<const T*>(reinterpret_cast<const char*>(entry) + bytes);
}

const char* needed_version(const Object& object, ElfW(Versym) wanted) {
  const ElfW(Verneed)* file = object.needed_versions;
  for (std::size_t i = 0; i < object.needed_count; ++i, file = after(file, file->vn_next)) {
    const auto* version = reinterpret_cast<const ElfW(Vernaux)*>(after(file, file->vn_aux));
    for (int j = 0; j < file->vn_cnt; ++j, version = after(version, version->vna_next)) {
      if (version->vna_other == wanted) return object.strings + version->vna_name;
    }
  }
  return nullptr;
}

const char* defined_version(const Object& object, ElfW(Versym) wanted) {
  const ElfW(Verdef)* version = object.defined_versions;
  for (std::size_t i = 0; i < object.defined_count; ++i, version = after(version, version->vd_next)) {
    const auto* name = reinterpret_cast<const ElfW(Verdaux)*>(after(version, version->vd_aux));
    if (version->vd_ndx == wanted) return object.strings + name->vda_name;
  }
  return nullptr;
}

// The name of the version that it asks for; nullptr if of none.
const char* version_of(const Object& object, std::size_t symbol) {
  if (object.versions == nullptr) return nullptr;
  const auto wanted = static_cast<ElfW(Versym)>(object.versions[symbol] & ~k_hidden);
  if (wanted <= VER_NDX_GLOBAL) return nullptr;
  const char* needed = needed_version(object, wanted);
  return needed != nullptr ? needed : defined_version(object, wanted);
}

// What the loader would find. dlsym takes the first of any version, dlvsym passes over those without one (of preloaded
// libraries, and of us): where they do not agree, the loader shall look itself.
void* definition(const Object& object, std::size_t symbol) {
  const char* name = object.strings + object.symbols[symbol].st_name;
  const char* version = version_of(object, symbol);
  void* first = dlsym(RTLD_DEFAULT, name);
  return version == nullptr || dlvsym(RTLD_DEFAULT, name, version) == first ? first : nullptr;
}

bool is_function(const ElfW(Rela) & slot, const Object& object) {
  const ElfW(Sym)& symbol = object.symbols[ELF64_R_SYM(slot.r_info)];
  return ELF64_R_TYPE(slot.r_info) == k_jump_slot && ELF64_ST_BIND(symbol.st_info) == STB_GLOBAL;
}

void bind(const Object& object, const dl_phdr_info& info) {
  for (std::size_t i = 0; i < object.slots_size / sizeof(ElfW(Rela)); ++i) {
    const ElfW(Rela)& slot = object.slots[i];
    auto** place = reinterpret_cast<void**>(info.dlpi_addr + slot.r_offset);
    if (!is_function(slot, object)) continue;
    if (void* function = definition(object, ELF64_R_SYM(slot.r_info))) *place = function;
  }
}

int bind_object(dl_phdr_info* info, std::size_t /*size*/, void* /*unused*/) {
  // In a program that is not relocatable, functions may have their address in its own table of slots.
  if (info->dlpi_addr == 0) return 1;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    if (info->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const Object object =
        read(reinterpret_cast<const ElfW(Dyn)*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr), info->dlpi_addr);
    const bool complete = object.slots != nullptr && object.symbols != nullptr && object.strings != nullptr;
    if (complete && object.lazy) bind(object, *info);
  }
  return 0;
}

}  // namespace

void bind_functions() {
  dl_iterate_phdr(bind_object, nullptr);
  dlerror();  // of a search that failed the program need not know
}

}  // namespace trireme::agent
