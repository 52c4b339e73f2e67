-- What the tests of include/trireme/postgres.h find in their databases.
CREATE EXTENSION citext;
CREATE TABLE words (
  id serial PRIMARY KEY,
  greek citext UNIQUE NOT NULL
);
CREATE TABLE parents (id int PRIMARY KEY);
CREATE TABLE children (parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
INSERT INTO words (greek) VALUES ('alpha');
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path TO public, pg_temp', current_database()); END $$;
