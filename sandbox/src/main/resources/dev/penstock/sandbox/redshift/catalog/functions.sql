-- Functions that Redshift has and PostgreSQL lacks. They lie in pg_catalog: found whatever the
-- search path.
SET allow_system_table_mods = on;

CREATE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE
  AS $$ SELECT date_trunc('second', now() AT TIME ZONE 'UTC') $$;

CREATE FUNCTION pg_catalog.len(text) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT length($1) $$;

CREATE FUNCTION pg_catalog.nvl(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE
  AS $$ SELECT coalesce($1, $2) $$;

CREATE FUNCTION pg_catalog.json_parse(text) RETURNS jsonb LANGUAGE sql IMMUTABLE
  AS $$ SELECT $1::jsonb $$;

-- What ALTER COLUMN TYPE may be asked of: a VARCHAR, nothing else becomes one.
CREATE FUNCTION pg_catalog.penstock_resized(varchar) RETURNS varchar LANGUAGE sql IMMUTABLE
  AS $$ SELECT $1 $$;

-- The front sets both before each statement that asks; a rollback would lose them.
CREATE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT coalesce(nullif(current_setting('penstock.last_copy_count', true), ''), '0')::bigint $$;

CREATE FUNCTION pg_catalog.pg_last_copy_id() RETURNS integer LANGUAGE sql STABLE
  AS $$ SELECT coalesce(nullif(current_setting('penstock.last_copy_id', true), ''), '-1')::integer $$;
