-- The database of the backend. Days are numbers, see calendar.h; times are seconds since 1970.
CREATE EXTENSION IF NOT EXISTS citext;

CREATE TYPE visibility AS ENUM ('personal', 'shared', 'open');

CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email citext NOT NULL UNIQUE CHECK (email LIKE '%_@_%'),
  name text NOT NULL CHECK (name <> ''),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tokens (
  hash bytea PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  expires bigint NOT NULL
);
CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_end ON tokens (expires);

CREATE TABLE login_failures (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email citext NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX login_failures_by_email ON login_failures (email, at);

CREATE TABLE decks (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  name text NOT NULL CHECK (name <> ''),
  visibility visibility NOT NULL DEFAULT 'personal',
  UNIQUE (owner, name)
);

CREATE TABLE deck_readers (
  deck_id bigint NOT NULL REFERENCES decks ON DELETE CASCADE,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (deck_id, user_id)
);
CREATE INDEX deck_readers_by_user ON deck_readers (user_id);

CREATE TABLE cards (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  deck_id bigint NOT NULL REFERENCES decks ON DELETE CASCADE,
  position int NOT NULL,
  greek text NOT NULL CHECK (greek <> ''),
  folded text NOT NULL,
  meaning text NOT NULL CHECK (meaning <> ''),
  UNIQUE (deck_id, greek),
  UNIQUE (deck_id, position) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX cards_by_folded ON cards (deck_id, folded text_pattern_ops);

CREATE TABLE tags (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name !~ '\s' AND name <> '')
);

CREATE TABLE card_tags (
  card_id bigint NOT NULL REFERENCES cards ON DELETE CASCADE,
  tag_id bigint NOT NULL REFERENCES tags ON DELETE CASCADE,
  PRIMARY KEY (card_id, tag_id)
);
CREATE INDEX card_tags_by_tag ON card_tags (tag_id);

-- SM-2, see scheduler.h. A card without a row is new to the user.
CREATE TABLE schedules (
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  card_id bigint NOT NULL REFERENCES cards ON DELETE CASCADE,
  repetitions int NOT NULL CHECK (repetitions >= 0),
  interval_days int NOT NULL CHECK (interval_days > 0),
  ease double precision NOT NULL CHECK (ease >= 1.3),
  due int NOT NULL,
  lapses int NOT NULL CHECK (lapses >= 0),
  PRIMARY KEY (user_id, card_id)
);
CREATE INDEX schedules_by_day ON schedules (user_id, due);

CREATE TABLE reviews (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
  card_id bigint NOT NULL REFERENCES cards ON DELETE CASCADE,
  day int NOT NULL,
  quality smallint NOT NULL CHECK (quality BETWEEN 0 AND 5)
);
CREATE INDEX reviews_by_user ON reviews (user_id, day);
CREATE INDEX reviews_by_card ON reviews (card_id);

CREATE TABLE goals (
  user_id bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  answers_a_day int NOT NULL CHECK (answers_a_day BETWEEN 1 AND 1000)
);

CREATE VIEW daily_answers AS
  SELECT user_id, day, count(*) AS answers, count(*) FILTER (WHERE quality >= 3) AS known
  FROM reviews GROUP BY user_id, day;

CREATE FUNCTION may_read(reader bigint, deck bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM decks WHERE id = deck AND (owner = reader OR visibility = 'open'))
      OR EXISTS (SELECT FROM decks d JOIN deck_readers r ON r.deck_id = d.id
                 WHERE d.id = deck AND d.visibility = 'shared' AND r.user_id = reader)
$$;
