#include "postgres/host_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <asio/ip/address.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "base/fd.h"

namespace trireme::postgres {

namespace {

struct Question {
  std::string name;
  decltype(&getaddrinfo) lookup;
  std::vector<std::string> found;
  int error = 0;
};

void answer(Question& question) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* all = nullptr;
  question.error = question.lookup(question.name.c_str(), nullptr, &wanted, &all);
  if (question.error != 0) return;
  for (const addrinfo* each = all; each != nullptr; each = each->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    const bool told = getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0;
    if (told) question.found.emplace_back(text.data());
  }
  freeaddrinfo(all);
}

// Signals are for the thread that has the loop.
void answer_in_a_thread(std::shared_ptr<Question> question, base::Fd answered) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([question = std::move(question), answered = std::move(answered)] { answer(*question); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

bool is_name(const std::string& host) {
  asio::error_code no_address;
  asio::ip::make_address(host, no_address);
  return !host.empty() && host.find_first_of("/@,") == std::string::npos && no_address;
}

const ConnectionSetting* find(const Address& address, const std::string& keyword) {
  const auto found =
      std::find_if(address.more.begin(), address.more.end(), [&](const auto& each) { return each.keyword == keyword; });
  return found != address.more.end() ? &*found : nullptr;
}

}  // namespace

std::string host_of(const Address& address) {
  if (!address.host.empty()) return address.host;
  const ConnectionSetting* const said = find(address, "host");
  return said != nullptr ? said->value : "";
}

std::string name_to_look_up(const Address& address) {
  if (!address.host_addresses.empty() || find(address, "hostaddr") != nullptr) return "";
  const std::string host = host_of(address);
  return is_name(host) ? host : "";
}

Async<std::string> look_up(std::string name, std::chrono::seconds patience, decltype(&getaddrinfo) lookup) {
  CO_TRY(base::Pipe answered, base::make_pipe());
  const auto question = std::make_shared<Question>(Question{.name = name, .lookup = lookup, .found = {}});
  answer_in_a_thread(question, std::move(answered.write));
  const bool came = co_await becomes(answered.read.get(), Readiness::readable, patience);
  if (!came) co_return base::fail("could not translate host name \"{}\" to address for {} s", name, patience.count());
  if (question->error != 0) {
    co_return base::fail("could not translate host name \"{}\" to address: {}", name, gai_strerror(question->error));
  }
  co_return fmt::format("{}", fmt::join(question->found, ","));
}

}  // namespace trireme::postgres
