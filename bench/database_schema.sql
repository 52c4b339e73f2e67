-- Ten tables with what tables of a small backend have: keys, indexes, sequences, foreign keys, two enumerations.
CREATE TYPE state AS ENUM ('new', 'open', 'done');
CREATE TYPE grade AS ENUM ('low', 'high');
DO $$
BEGIN
  FOR i IN 0..9 LOOP
    EXECUTE format('CREATE TABLE t%s (id bigserial PRIMARY KEY, name text UNIQUE, state state NOT NULL DEFAULT ''new'', grade grade,
                                      made timestamptz NOT NULL DEFAULT now(), parent bigint %s)',
                   i, CASE WHEN i = 0 THEN '' ELSE format('REFERENCES t%s', i - 1) END);
    EXECUTE format('CREATE INDEX ON t%s (made)', i);
  END LOOP;
END $$;
INSERT INTO t0 (name) SELECT 'name ' || n FROM generate_series(1, 100) n;
