// What is still to be run, and which of it a free worker gets next.
//
// Workers pull; nothing is assigned ahead, so no test waits behind a busy worker. A batch is made when it is asked for, just
// long enough that starting its process costs little (see batch_size.h), of tests of one launch (see lanes.h). Under loadscope and
// loadfile a worker that takes the first test of a suite or file keeps the rest of it.
//
// Serial tests are a queue of their own, of which something is handed out only when all of the other has been and has ended, and
// one batch at a time. What comes back to the other meanwhile (a rerun) waits for the end of that batch, and goes before the next.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/batch.h"
#include "model/options.h"
#include "model/test_case.h"
#include "schedule/batch_size.h"
#include "schedule/lanes.h"

namespace trireme::schedule {

class Queue {
 public:
  // The collection outlives the queue. Disabled tests are not queued.
  Queue(const model::Collection& collection, const model::Options& options, int workers);

  // Tests of one launch for this worker, in the order they should run; nullopt when there is nothing for it, now or at all. While
  // nothing is handed out and the queue is not empty, there is something for one of the workers. `running`: how many tests other
  // workers have and have not ended.
  std::optional<model::Batch> next(int worker, std::size_t running = 0);
  // For each batch, once: no process of it is left, and it will not get another.
  void on_end();

  // Tests that a batch of this worker did not get to run; they come next. `alone`: each in a process of its own.
  void put_back(int worker, const std::vector<model::TestIndex>& tests, bool alone);

  [[nodiscard]] bool empty() const { return waiting() == 0; }

  // How a process of this launch spent its time: feeds the size of later batches.
  void record(std::uint32_t launch, const ProcessTimes& times);

  struct Leftover {
    model::TestIndex test;
    int worker;  // under --dist each the one it belongs to, else -1
  };
  // Empties the queue: everything that was not handed out, in order.
  std::vector<Leftover> drain();

 private:
  // Tests that share a process whatever the isolation; mostly one. Pieces of one unit belong on one worker.
  struct Piece {
    std::vector<model::TestIndex> tests;
    std::uint32_t unit = 0;
    bool alone = false;
  };
  struct Line {
    std::vector<std::deque<Piece>> shared;  // by lane
    std::vector<std::deque<Piece>> own;     // by worker: what only this worker may run

    [[nodiscard]] std::size_t waiting() const;
  };

  std::vector<Piece> pieces() const;
  void group_into_units(std::vector<Piece>& pieces) const;
  static void number(std::vector<Piece>& pieces);
  [[nodiscard]] std::string scope_of(const Piece& piece) const;
  // Suites and files stay on their worker.
  [[nodiscard]] bool scoped() const { return dist_ == model::Dist::loadscope || dist_ == model::Dist::loadfile; }
  std::optional<model::Batch> take(Line& line, int worker, std::size_t running);
  bool take_unit(std::deque<Piece>& from, std::deque<Piece>& own, int worker);
  // What is shared is in lanes, by launch; in a single one where the order of the units is prescribed.
  std::uint32_t lane_of(std::uint32_t launch) const { return scoped() ? 0 : launch; }
  std::deque<Piece>& shared_for(Line& line, int worker) const;
  bool may_share_process(const Piece& first, const Piece& next) const;
  std::size_t waiting() const { return parallel_.waiting() + serial_.waiting(); }
  void note_if_serial(const Piece& piece);
  Line& line_of(const Piece& piece);
  const model::TestCase& test(const Piece& piece) const { return collection_.tests[piece.tests.front()]; }
  model::DatabaseMode database_of(const Piece& piece) const { return collection_.launches[test(piece).launch].database; }

  const model::Collection& collection_;
  model::Dist dist_;
  model::Isolation isolation_;
  BatchSize batch_size_;
  Line parallel_;
  Line serial_;
  Lanes lanes_;
  std::set<model::TestIndex> run_alone_;    // tests of the serial line
  std::map<std::uint32_t, int> worker_of_;  // by unit, when scoped: a suite may have tests in both lines
  int out_ = 0;                             // batches that have not ended
  bool serial_out_ = false;                 // … of which one is, and it is the only one
};

}  // namespace trireme::schedule
