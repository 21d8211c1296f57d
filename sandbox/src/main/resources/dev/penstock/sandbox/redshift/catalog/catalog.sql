-- Redshift's catalog as far as the stand-in knows it. It lies in pg_catalog, as there: it is found
-- whatever the search path.
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

CREATE FUNCTION pg_catalog.penstock_type(oid, integer) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT CASE $1 WHEN 'jsonb'::regtype THEN 'super' WHEN 'bytea'::regtype THEN 'varbyte'
    ELSE format_type($1, $2) END $$;

CREATE VIEW pg_catalog.svv_columns AS
  SELECT table_catalog::varchar(128), table_schema::varchar(128), table_name::varchar(128),
    column_name::varchar(128), ordinal_position::integer, column_default::varchar(4000),
    is_nullable::varchar(3),
    CASE data_type WHEN 'jsonb' THEN 'super' WHEN 'bytea' THEN 'binary varying'
      ELSE data_type END::varchar(128) AS data_type,
    character_maximum_length::integer, numeric_precision::integer,
    numeric_precision_radix::integer, numeric_scale::integer, datetime_precision::integer,
    NULL::varchar(256) AS remarks
  FROM information_schema.columns;

CREATE VIEW pg_catalog.svv_tables AS
  SELECT table_catalog::varchar(128), table_schema::varchar(128), table_name::varchar(128),
    table_type::varchar(128), NULL::varchar(256) AS remarks
  FROM information_schema.tables;

CREATE VIEW pg_catalog.pg_table_def AS
  SELECT n.nspname AS schemaname, c.relname AS tablename, a.attname AS "column",
    penstock_type(a.atttypid, a.atttypmod)::varchar(128) AS type, a.attnotnull AS "notnull"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND n.nspname = ANY (current_schemas(true)) AND n.nspname <> 'pg_catalog';

-- As in Redshift: without an application name, and only one's own sessions.
CREATE VIEW pg_catalog.stv_sessions AS
  SELECT backend_start AT TIME ZONE 'UTC' AS starttime, pid AS process,
    usename::char(50) AS user_name, datname::char(50) AS db_name, 0 AS timeout_sec
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND usename = current_user;

GRANT SELECT ON pg_catalog.svv_columns, pg_catalog.svv_tables, pg_catalog.pg_table_def,
  pg_catalog.stv_sessions TO PUBLIC;

-- VARCHAR(n) and CHAR(n) count bytes in Redshift and characters in PostgreSQL. A constraint per
-- column counts them, also in tables that were made LIKE another or AS a query.
CREATE FUNCTION pg_catalog.penstock_count_bytes() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
  missing text;
  outdated text;
BEGIN
  FOR made IN SELECT DISTINCT objid FROM pg_event_trigger_ddl_commands()
      WHERE classid = 'pg_class'::regclass AND object_type IN ('table', 'table column') LOOP
    -- A column that was resized has one of its former length.
    SELECT string_agg(format('DROP CONSTRAINT %I', k.conname), ', ')
      INTO outdated
      FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      WHERE k.conrelid = made.objid AND k.contype = 'c'
        AND k.conname LIKE format('penstock\_bytes\_%s\_%%', a.attnum)
        AND k.conname <> format('penstock_bytes_%s_%s', a.attnum, a.atttypmod - 4);
    IF outdated IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s %s', made.objid::regclass, outdated);
    END IF;
    -- All in one statement: it fires this trigger again, which must then find nothing missing.
    SELECT string_agg(format('ADD CONSTRAINT %I CHECK (octet_length(%I) <= %s)',
        format('penstock_bytes_%s_%s', a.attnum, a.atttypmod - 4), a.attname, a.atttypmod - 4), ', ')
      INTO missing
      FROM pg_attribute a
      WHERE a.attrelid = made.objid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypmod > 4
        AND a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid
          AND k.conname = format('penstock_bytes_%s_%s', a.attnum, a.atttypmod - 4));
    IF missing IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s %s', made.objid::regclass, missing);
    END IF;
  END LOOP;
END $$;

CREATE EVENT TRIGGER penstock_count_bytes ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE')
  EXECUTE FUNCTION pg_catalog.penstock_count_bytes();
