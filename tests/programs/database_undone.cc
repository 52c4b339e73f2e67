// Each test expects the template's database (test_database_undone.py), down to the order of rows and the sizes of tables'
// catalogs, and changes it. Mine are changes to rows of the test's own; Others cannot be taken back by deleting some. In Both these
// take turns, so that each is tried.
#include <string>
#include <utility>
#include <vector>

#include "connection.h"

namespace {

struct Change {
  std::string name;
  std::string sql;
  std::string then = "";  // what cannot be in the transaction of that
};
void PrintTo(const Change& change, std::ostream* out) { *out << change.name; }

const std::vector<Change> k_mine = {
    {"row", "INSERT INTO words (greek) VALUES ('logos')"},
    {"row_again", "INSERT INTO words (greek) VALUES ('logos')"},
    {"row_updated", "INSERT INTO words (greek) VALUES ('logos'); UPDATE words SET greek = 'mythos' WHERE greek = 'logos'"},
    {"row_deleted", "INSERT INTO words (greek) VALUES ('logos'); DELETE FROM words WHERE greek = 'logos'"},
    {"rows", "INSERT INTO words (greek) SELECT 'w' || n FROM generate_series(1, 200) n"},
    {"row_rolled_back", "BEGIN; INSERT INTO words (greek) VALUES ('logos'); ROLLBACK"},
    {"update_rolled_back", "BEGIN; UPDATE words SET greek = 'beta'; DELETE FROM words; ROLLBACK"},
    {"subtransactions",
     "BEGIN; SAVEPOINT a; INSERT INTO words (greek) VALUES ('logos'); SAVEPOINT b; DELETE FROM words; ROLLBACK TO b; "
     "INSERT INTO words (greek) VALUES ('mythos'); COMMIT"},
    {"long_row", "INSERT INTO words (greek) SELECT string_agg(md5(n::text), '') FROM generate_series(1, 2000) n"},
    {"reference", "INSERT INTO cards (word, due) VALUES (1, now())"},
    {"reference_cascaded",
     "INSERT INTO words (id, greek) VALUES (77, 'x'); INSERT INTO cards (word) VALUES (77); DELETE FROM words WHERE id = 77"},
    {"partition", "INSERT INTO reviews VALUES (1, 2), (11, 2)"},
    {"child", "INSERT INTO phrases (greek, length) VALUES ('en arche', 2)"},
    {"triggered", "INSERT INTO watched VALUES (1)"},
    {"locks",
     "BEGIN; SELECT * FROM words FOR UPDATE; SELECT * FROM cards FOR SHARE; INSERT INTO cards (word) VALUES (1); COMMIT"},
    {"upsert", "INSERT INTO words (id, greek) VALUES (1, 'alpha') ON CONFLICT DO NOTHING"},
    {"sequence", "SELECT nextval('numbers'), setval('words_id_seq', 4711)"},
    {"generated", "INSERT INTO \"Odd names\" (\"a b\") VALUES (3)"},
    {"vacuum", "INSERT INTO words (greek) VALUES ('logos')", "VACUUM (FREEZE) words"},
    {"settings_of_the_session", "SET search_path TO nowhere; INSERT INTO public.words (greek) VALUES ('logos')"},
};

const std::vector<Change> k_others = {
    {"update", "UPDATE words SET greek = 'beta'"},
    {"update_to_the_same", "UPDATE words SET greek = greek"},
    {"delete", "DELETE FROM cards"},
    {"delete_cascaded", "DELETE FROM words"},
    {"replaced", "DELETE FROM cards; INSERT INTO cards (id, word, due) VALUES (1, 1, '2026-01-01')"},
    {"truncate", "TRUNCATE reviews"},
    {"truncate_only", "TRUNCATE watched; INSERT INTO watched VALUES (5)"},
    {"key", "CREATE INDEX ON words (greek)"},
    {"column", "ALTER TABLE words ADD COLUMN mine int"},
    {"table", "CREATE TABLE mine (id int); INSERT INTO mine VALUES (1)"},
    {"temporary", "CREATE TEMPORARY TABLE mine (id int); INSERT INTO mine VALUES (1)"},
    {"function", "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"},
    {"view_refreshed", "INSERT INTO words (greek) VALUES ('logos'); REFRESH MATERIALIZED VIEW seen"},
    {"large_object", "SELECT lo_from_bytea(4711, 'abc')"},
    {"comment", "COMMENT ON TABLE words IS 'mine'"},
    {"trigger_off", "ALTER TABLE watched DISABLE TRIGGER ALL"},
    {"always_triggered", "INSERT INTO always VALUES (1)"},
    {"many", "INSERT INTO words (greek) SELECT 'w' || n FROM generate_series(1, 2000) n"},
    {"analyze", "ANALYZE words"},
    {"sequence_altered", "ALTER SEQUENCE numbers INCREMENT 3"},
    {"identity", "ALTER TABLE cards ALTER COLUMN id RESTART WITH 50"},
    {"own_catalog", "SET allow_system_table_mods TO on; UPDATE pg_class SET relhasrules = true WHERE relname = 'words'"},
};

// What is true of a database, as one text.
const std::string k_contents = R"(
SELECT concat_ws(E'\n',
  (SELECT string_agg(w::text, ',') FROM words w), (SELECT string_agg(c::text, ',') FROM cards c),
  (SELECT string_agg(r::text, ',') FROM reviews r), (SELECT string_agg(p::text, ',') FROM ONLY phrases p),
  (SELECT string_agg(w::text, ',') FROM watched w), (SELECT string_agg(l::text, ',') FROM logged l),
  (SELECT string_agg(a::text, ',') FROM always a), (SELECT string_agg(o::text, ',') FROM "Odd names" o),
  (SELECT string_agg(s::text, ',') FROM seen s),
  (SELECT string_agg(s, ',') FROM unnest(ARRAY[
      (SELECT (last_value, is_called)::text FROM numbers), (SELECT (last_value, is_called)::text FROM words_id_seq),
      (SELECT (last_value, is_called)::text FROM cards_id_seq)]) s),
  (SELECT string_agg(q.seqincrement::text, ',' ORDER BY q.seqrelid) FROM pg_sequence q),
  (SELECT count(*) || ' classes ' || bool_or(relhasrules AND relname = 'words') FROM pg_class),
  (SELECT count(*) || ' attributes' FROM pg_attribute), (SELECT count(*) || ' functions' FROM pg_proc),
  (SELECT count(*) || ' statistics' FROM pg_statistic),
  (SELECT count(*) || ' large objects' FROM pg_largeobject_metadata), (SELECT obj_description('words'::regclass)),
  (SELECT string_agg(tgenabled::text, '' ORDER BY oid) FROM pg_trigger)))";

class Mine : public testing::TestWithParam<Change> {};
class Others : public testing::TestWithParam<Change> {};
class Both : public testing::TestWithParam<Change> {};

std::vector<Change> both() {
  std::vector<Change> turns;
  for (std::size_t i = 0; i < k_others.size(); ++i) {
    turns.push_back(k_mine[i % k_mine.size()]);
    turns.push_back(k_others[i]);
  }
  return turns;
}

void change(const Change& change) {
  Connection connection;
  testing::Test::RecordProperty("database", connection.ask("SELECT current_database()"));
  testing::Test::RecordProperty("contents", connection.ask(k_contents));
  connection.ask(change.sql);
  if (!change.then.empty()) connection.ask(change.then);
}

std::string name_of(const testing::TestParamInfo<Change>& info) { return info.param.name; }
std::string turn_of(const testing::TestParamInfo<Change>& info) { return info.param.name + "_" + std::to_string(info.index); }

}  // namespace

TEST_P(Mine, change) { change(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Rows, Mine, testing::ValuesIn(k_mine), name_of);

TEST_P(Others, change) { change(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Rows, Others, testing::ValuesIn(k_others), name_of);

TEST_P(Both, change) { change(GetParam()); }
INSTANTIATE_TEST_SUITE_P(Rows, Both, testing::ValuesIn(both()), turn_of);
