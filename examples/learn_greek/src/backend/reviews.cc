#include "backend/reviews.h"

#include <stdexcept>

namespace learn_greek {

namespace {

const std::string k_columns = "repetitions, interval_days, ease, due, lapses";

Schedule schedule_of(const Row& row, std::size_t first = 0) {
  const auto number = [&](std::size_t column) { return static_cast<int>(to_number(row[first + column])); };
  return {number(0), number(1), std::stod(row[first + 2].value()), number(3), number(4)};
}

// With all its digits: it comes back as it was.
std::string text_of(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

}  // namespace

Schedule Reviews::schedule(long user, long card) {
  const Rows rows = sql_.execute("SELECT " + k_columns + " FROM schedules WHERE user_id = $1 AND card_id = $2",
                                 {std::to_string(user), std::to_string(card)});
  return rows.empty() ? Schedule() : schedule_of(rows[0]);
}

Schedule Reviews::answer(long user, long card, int quality, int today) {
  Transaction transaction(sql_);
  // One answer at a time for a user: two at once would both start from the same schedule.
  sql_.execute("SELECT FROM users WHERE id = $1 FOR UPDATE", {std::to_string(user)});
  const Schedule next = after_answer(schedule(user, card), quality, today);
  store(user, card, next);
  sql_.execute("INSERT INTO reviews (user_id, card_id, day, quality) VALUES ($1, $2, $3, $4)",
               {std::to_string(user), std::to_string(card), std::to_string(today), std::to_string(quality)});
  transaction.commit();
  return next;
}

void Reviews::store(long user, long card, const Schedule& schedule) {
  sql_.execute(
      "INSERT INTO schedules VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, card_id) DO UPDATE SET "
      "repetitions = excluded.repetitions, interval_days = excluded.interval_days, ease = excluded.ease, due = excluded.due, "
      "lapses = excluded.lapses",
      {std::to_string(user), std::to_string(card), std::to_string(schedule.repetitions), std::to_string(schedule.interval),
       text_of(schedule.ease), std::to_string(schedule.due), std::to_string(schedule.lapses)});
}

std::vector<StoredCard> Reviews::due(long user, long deck, int today, int limit) {
  const Rows rows = sql_.execute(
      "SELECT c.id FROM cards c LEFT JOIN schedules s ON s.card_id = c.id AND s.user_id = $1 "
      "WHERE c.deck_id = $2 AND (s.due IS NULL OR s.due <= $3) ORDER BY s.due NULLS LAST, c.position LIMIT $4",
      {std::to_string(user), std::to_string(deck), std::to_string(today), std::to_string(limit)});
  Cards cards(sql_);
  std::vector<StoredCard> result;
  for (const Row& row : rows) result.push_back(cards.find(to_number(row[0])).value());
  return result;
}

bool Reviews::undo(long user) {
  Transaction transaction(sql_);
  const Rows rows =
      sql_.execute("DELETE FROM reviews WHERE id = (SELECT max(id) FROM reviews WHERE user_id = $1) RETURNING card_id",
                   {std::to_string(user)});
  if (rows.empty()) return false;
  const long card = number_of(rows);
  const Schedule before = replay(user, card);
  if (is_new(before)) {
    sql_.execute("DELETE FROM schedules WHERE user_id = $1 AND card_id = $2", {std::to_string(user), std::to_string(card)});
  } else {
    store(user, card, before);
  }
  transaction.commit();
  return true;
}

Schedule Reviews::replay(long user, long card) {
  Schedule schedule;
  for (const Row& row : sql_.execute("SELECT quality, day FROM reviews WHERE user_id = $1 AND card_id = $2 ORDER BY id",
                                     {std::to_string(user), std::to_string(card)})) {
    schedule = after_answer(schedule, static_cast<int>(to_number(row[0])), static_cast<int>(to_number(row[1])));
  }
  return schedule;
}

std::vector<Answer> StoredStatistics::answers(long user, long deck) {
  std::vector<Answer> result;
  for (const Row& row : sql_.execute("SELECT r.day, r.quality, c.greek FROM reviews r JOIN cards c ON c.id = r.card_id "
                                     "WHERE r.user_id = $1 AND c.deck_id = $2 ORDER BY r.id",
                                     {std::to_string(user), std::to_string(deck)})) {
    result.push_back({static_cast<int>(to_number(row[0])), static_cast<int>(to_number(row[1])), row[2].value()});
  }
  return result;
}

Progress StoredStatistics::progress(long user, long deck) {
  Progress result;
  for (const Row& row : sql_.execute("SELECT c.greek, " + k_columns +
                                         " FROM schedules s JOIN cards c ON c.id = s.card_id "
                                         "WHERE s.user_id = $1 AND c.deck_id = $2",
                                     {std::to_string(user), std::to_string(deck)})) {
    result[row[0].value()] = schedule_of(row, 1);
  }
  return result;
}

Summary StoredStatistics::summary(long user, long deck, int today) {
  const std::vector<Answer> all = answers(user, deck);
  Deck cards("");
  for (const StoredCard& each : Cards(sql_).of(deck)) cards.add(each.card);
  Summary result;
  result.answers = static_cast<int>(all.size());
  for (const Answer& each : all) result.answers_today += each.day == today ? 1 : 0;
  result.retention = retention(all);
  result.current_streak = current_streak(all, today);
  result.longest_streak = longest_streak(all);
  result.maturity = maturity(cards, progress(user, deck));
  return result;
}

std::vector<int> StoredStatistics::forecast(long user, long deck, int today, int days) {
  return learn_greek::forecast(progress(user, deck), today, days);
}

std::vector<std::pair<std::string, int>> StoredStatistics::hardest(long user, long deck, int count) {
  return learn_greek::hardest(answers(user, deck), static_cast<std::size_t>(count));
}

int StoredStatistics::days_at_goal(long user, int today, int days) {
  return static_cast<int>(number_of(
      sql_.execute("SELECT count(*) FROM daily_answers a JOIN goals g ON g.user_id = a.user_id "
                   "WHERE a.user_id = $1 AND a.day > $2::int - $3::int AND a.day <= $2::int AND a.answers >= g.answers_a_day",
                   {std::to_string(user), std::to_string(today), std::to_string(days)})));
}

}  // namespace learn_greek
