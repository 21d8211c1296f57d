-- Redshift's catalog as far as the stand-in knows it. It lies in pg_catalog, as there: it is found
-- whatever the search path.
SET allow_system_table_mods = on;

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

CREATE TABLE pg_catalog.stl_load_errors (
  userid integer, slice integer DEFAULT 0, tbl integer, starttime timestamp, session integer,
  query integer, filename char(256), line_number bigint, colname char(127), type char(10),
  col_length char(10), position integer, raw_line char(1024), raw_field_value char(1024),
  err_code integer, err_reason char(100), is_partial integer DEFAULT 0, start_offset bigint DEFAULT 0,
  table_name text, message text);

CREATE VIEW pg_catalog.sys_load_error_detail AS
  SELECT userid AS user_id, query::bigint AS query_id, table_name::char(128) AS table_name,
    starttime AS start_time, session AS session_id, rtrim(filename) AS file_name,
    line_number, rtrim(colname) AS column_name, err_code AS error_code,
    message::char(512) AS error_message
  FROM pg_catalog.stl_load_errors;

CREATE VIEW pg_catalog.svl_s3log AS
  SELECT session AS pid, query, starttime AS eventtime, message
  FROM pg_catalog.stl_load_errors;

GRANT SELECT ON pg_catalog.svv_columns, pg_catalog.svv_tables, pg_catalog.pg_table_def,
  pg_catalog.stv_sessions, pg_catalog.stl_load_errors, pg_catalog.sys_load_error_detail,
  pg_catalog.svl_s3log TO PUBLIC;
