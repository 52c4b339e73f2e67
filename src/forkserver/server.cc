#include "forkserver/server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "agent/wire.h"
#include "forkserver/agent_image.h"
#include "forkserver/fitness.h"
#include "forkserver/request.h"

namespace trireme::forkserver {

namespace {

constexpr int k_first_descriptor = 64;  // above those that spawn() gives to a child
constexpr int k_soon = 100;             // milliseconds, in which an answer is there
constexpr int k_patience = 1000;        // … and in any case, once nobody traces the child
constexpr off_t k_most_said = 1 << 20;  // bytes before main: memory, and each child repeats them

struct SocketPair {
  base::Fd ours;
  base::Fd theirs;
};

base::Result<SocketPair> make_sockets() {
  int low[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, low) != 0) return base::fail_errno("cannot make a socket");
  const base::Fd first(low[0]);
  const base::Fd second(low[1]);
  SocketPair pair{base::Fd(fcntl(low[0], F_DUPFD_CLOEXEC, k_first_descriptor)),
                  base::Fd(fcntl(low[1], F_DUPFD_CLOEXEC, k_first_descriptor))};
  if (!pair.ours || !pair.theirs) return base::fail_errno("cannot make a socket");
  return pair;
}

// Of the end of this child.
bool answers(int socket, pid_t pid) {
  pollfd answer{.fd = socket, .events = POLLIN, .revents = 0};
  if (poll(&answer, 1, k_soon) == 1) return true;
  base::end_tracer_of(pid);
  return poll(&answer, 1, k_patience) == 1;
}

}  // namespace

struct Server::State {
  ~State();
  State(base::SpawnSpec program_, base::Fd socket_, base::Fd output_, base::Child process_)
      : program(std::move(program_)),
        environment(program.environment),
        socket(std::move(socket_)),
        output(std::move(output_)),
        process(std::move(process_)) {
    std::sort(environment.begin(), environment.end());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  base::SpawnSpec program;
  std::vector<std::string> environment;  // the program's, sorted
  [[nodiscard]] bool says_too_much() const {
    struct stat status {};
    return output && fstat(output.get(), &status) == 0 && status.st_size > k_most_said;
  }

  base::Fd socket;
  base::Fd output;  // until it is ready
  base::Child process;
  bool ready = false;
};

// A child that has started and that nobody has asked about must not run on, now or a moment later.
Server::State::~State() {
  shutdown(socket.get(), SHUT_RD);
  process = base::Child();
  agent::Reply reply;
  while (recv(socket.get(), &reply, sizeof reply, MSG_DONTWAIT) == sizeof reply) {
    if (const pid_t pid = started(reply); pid != 0) base::Child unclaimed(pid, base::Fd());
  }
}

base::Result<Server> Server::start(const base::SpawnSpec& program) {
  TRY(const int library, agent_descriptor());
  TRY(SocketPair sockets, make_sockets());
  // What it writes before main is for each child to repeat.
  base::Fd output(memfd_create("trireme-output", MFD_CLOEXEC));
  if (!output) return base::fail_errno("cannot make a file in memory");
  base::SpawnSpec spec = program;
  spec.output = output.get();
  preload(spec.environment, preloaded_first(program.argv[0]));
  spec.passed = {library, sockets.theirs.get()};
  TRY(base::Child process, base::spawn(spec));
  return Server(std::make_shared<State>(program, std::move(sockets.ours), std::move(output), std::move(process)));
}

bool Server::ready() const { return state_->ready; }
const base::SpawnSpec& Server::program() const { return state_->program; }
pid_t Server::pid() const { return state_->process.pid(); }
int Server::socket() const { return state_->socket.get(); }

std::optional<Answer> Server::receive() {
  agent::Reply reply;
  const ssize_t size = recv(state_->socket.get(), &reply, sizeof reply, MSG_DONTWAIT);
  if (state_->says_too_much()) return Answer{Answer::Kind::unfit, 0, "wrote more than 1 MiB before its main"};
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  Answer answer = understood({reinterpret_cast<const char*>(&reply), size < 0 ? 0 : static_cast<std::size_t>(size)});
  if (answer.kind == Answer::Kind::ready) {
    state_->ready = true;
    state_->output.reset();
  }
  return answer;
}

base::Result<void> Server::ask_for(const base::SpawnSpec& child, int port, int counts) {
  TRY(const std::string request, run_request(agent::RequestKind::run, child, state_->environment, port));
  std::vector<int> descriptors = {child.output, counts};
  std::erase(descriptors, -1);
  return send_request(state_->socket.get(), request, descriptors);
}

base::Result<void> Server::ask_for_listing(const base::SpawnSpec& child) {
  TRY(const std::string request, run_request(agent::RequestKind::list, child, state_->environment, 0));
  return send_request(state_->socket.get(), request, {child.output});
}

base::Result<base::Child> Server::child(pid_t pid) {
  base::Fd pidfd(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  base::Child child(pid, std::move(pidfd), [state = state_](pid_t ended) { return reap(*state, ended); });
  if (child.pidfd() < 0) return base::fail_errno("cannot watch a process");
  return child;
}

base::ExitStatus Server::reap(State& state, pid_t pid) {
  agent::Reply reply;
  if (send_request(state.socket.get(), reap_request(), {}) && answers(state.socket.get(), pid) &&
      recv(state.socket.get(), &reply, sizeof reply, MSG_DONTWAIT) == sizeof reply && reply.kind == agent::ReplyKind::ended) {
    return {.code = reply.code, .signal = reply.signal};
  }
  // Without its parent the child is ours.
  if (state.process.running()) {
    state.process.kill_group(SIGKILL);
    state.process.reap();
  }
  return base::reap(pid);
}

}  // namespace trireme::forkserver
