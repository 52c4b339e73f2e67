#include "base/shared_memory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "base/fd.h"

namespace trireme::base {
namespace {

TEST(SharedMemory, OfKilledProcessesIsRemoved) {
  const std::string file = "/dev/shm/PostgreSQL.test" + std::to_string(getpid());
  const std::string opened = file + ".opened";
  const std::string other = "/dev/shm/other" + std::to_string(getpid());
  int told[2];
  ASSERT_EQ(pipe(told), 0);
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    const int segment = shmget(IPC_PRIVATE, 100, 0600);
    shmat(segment, nullptr, 0);
    open(opened.c_str(), O_RDWR | O_CREAT, 0600);
    for (const std::string& each : {file, other}) {
      const int fd = open(each.c_str(), O_RDWR | O_CREAT, 0600);
      if (ftruncate(fd, 100) != 0 || mmap(nullptr, 100, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED) _exit(1);
    }
    write_all(told[1], reinterpret_cast<const char*>(&segment), sizeof segment);
    for (;;) pause();
  }
  int segment = 0;
  ASSERT_EQ(read(told[0], &segment, sizeof segment), static_cast<ssize_t>(sizeof segment));
  SharedMemory left;
  left.note_tree(pid);
  left.remove();
  shmid_ds status{};
  EXPECT_EQ(shmctl(segment, IPC_STAT, &status), 0) << "it is in use";
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  left.remove();
  EXPECT_NE(shmctl(segment, IPC_STAT, &status), 0);
  EXPECT_NE(access(file.c_str(), F_OK), 0);
  EXPECT_NE(access(opened.c_str(), F_OK), 0) << "it was about to be mapped";
  EXPECT_EQ(access(other.c_str(), F_OK), 0) << "it may be another's";
  unlink(other.c_str());
}

}  // namespace
}  // namespace trireme::base
