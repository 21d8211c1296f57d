-- Redshift's catalog as far as the stand-in knows it. It lies in pg_catalog, as there: it is found
-- whatever the search path.
SET allow_system_table_mods = on;

CREATE FUNCTION pg_catalog.penstock_type(type oid, modifier integer, bytes integer) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE type WHEN 'jsonb'::regtype THEN 'super'
    WHEN 'bytea'::regtype THEN 'binary varying' || coalesce('(' || bytes || ')', '')
    ELSE format_type(type, modifier) END $$;

-- What Redshift chooses where nothing was said, by the table of the documentation.
CREATE FUNCTION pg_catalog.penstock_encoding(said text, type oid, sortkey integer) RETURNS text
  LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN said = 'raw' THEN 'none'
    WHEN said IS NOT NULL THEN said
    WHEN sortkey <> 0 THEN 'none'
    WHEN type IN ('boolean'::regtype, 'real'::regtype, 'double precision'::regtype) THEN 'none'
    WHEN type IN ('varchar'::regtype, 'bpchar'::regtype, 'text'::regtype, 'bytea'::regtype) THEN 'lzo'
    WHEN type = 'jsonb'::regtype THEN 'zstd'
    ELSE 'az64' END $$;

CREATE VIEW pg_catalog.svv_columns AS
  SELECT table_catalog::varchar(128), table_schema::varchar(128), table_name::varchar(128),
    column_name::varchar(128), ordinal_position::integer, column_default::varchar(4000),
    is_nullable::varchar(3),
    CASE data_type WHEN 'jsonb' THEN 'super' WHEN 'bytea' THEN 'binary varying'
      ELSE data_type END::varchar(128) AS data_type,
    character_maximum_length::integer, numeric_precision::integer,
    numeric_precision_radix::integer, numeric_scale::integer, datetime_precision::integer,
    NULL::varchar(256) AS remarks
  FROM information_schema.columns
  -- What keeps the text of a view WITH NO SCHEMA BINDING, see transactions.sql.
  WHERE column_name <> 'penstock_late_binding';

CREATE VIEW pg_catalog.svv_tables AS
  SELECT table_catalog::varchar(128), table_schema::varchar(128), table_name::varchar(128),
    table_type::varchar(128), NULL::varchar(256) AS remarks
  FROM information_schema.tables;

-- Only of schemas in the search path, as in Redshift.
CREATE VIEW pg_catalog.pg_table_def AS
  SELECT n.nspname AS schemaname, c.relname AS tablename, a.attname AS "column",
    penstock_type(a.atttypid, a.atttypmod, d.length)::varchar(128) AS type,
    penstock_encoding(d.encoding, a.atttypid, coalesce(d.sortkey, 0))::varchar(32) AS encoding,
    coalesce(d.distkey, false) AS distkey, coalesce(d.sortkey, 0) AS sortkey,
    a.attnotnull AS "notnull"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN penstock_columns d ON d.relid = c.oid AND d.attnum = a.attnum
  WHERE c.relkind = 'r' AND n.nspname = ANY (current_schemas(true)) AND n.nspname <> 'pg_catalog';

CREATE FUNCTION pg_catalog.penstock_rows(relation regclass) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  counted bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %s', relation) INTO counted;
  RETURN counted;
END $$;

-- Only tables with rows, as in Redshift. AUTO stays EVEN here, whatever the size.
CREATE VIEW pg_catalog.svv_table_info AS
  SELECT current_database()::text AS "database", n.nspname::text AS schema, c.oid AS table_id,
    c.relname::text AS "table",
    CASE WHEN EXISTS (SELECT FROM penstock_columns e WHERE e.relid = c.oid AND e.encoding <> 'raw')
      THEN 'Y' ELSE 'Y, AUTO(ENCODE)' END AS encoded,
    CASE t.diststyle WHEN 'KEY' THEN 'KEY(' || (SELECT a.attname FROM penstock_columns k
        JOIN pg_attribute a ON a.attrelid = k.relid AND a.attnum = k.attnum
        WHERE k.relid = c.oid AND k.distkey) || ')'
      WHEN 'AUTO' THEN 'AUTO(EVEN)' ELSE t.diststyle END AS diststyle,
    CASE t.sortstyle WHEN 'INTERLEAVED' THEN 'INTERLEAVED' WHEN 'AUTO' THEN 'AUTO(SORTKEY)'
      ELSE s.attname END AS sortkey1,
    (SELECT max(a.atttypmod - 4) FROM pg_attribute a WHERE a.attrelid = c.oid
      AND a.atttypid = 'varchar'::regtype AND NOT a.attisdropped) AS max_varchar,
    CASE WHEN t.sortstyle <> 'AUTO' THEN penstock_encoding(s.encoding, s.atttypid, 1) END AS sortkey1_enc,
    (SELECT count(*)::integer FROM penstock_columns k WHERE k.relid = c.oid AND k.sortkey <> 0) AS sortkey_num,
    ceil(pg_total_relation_size(c.oid) / 1048576.0)::bigint AS size, 0::numeric(10,4) AS pct_used,
    0::bigint AS empty, 0::numeric(5,2) AS unsorted, 0::numeric(5,2) AS stats_off,
    r.rows::numeric(38,0) AS tbl_rows, 1::numeric(19,2) AS skew_sortkey1, 1::numeric(19,2) AS skew_rows,
    r.rows::numeric(38,0) AS estimated_visible_rows, NULL::text AS risk_event,
    0::numeric(12,2) AS vacuum_sort_benefit, t.created AS create_time
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN penstock_tables t ON t.relid = c.oid
    LEFT JOIN LATERAL (SELECT a.attname::text, a.atttypid, k.encoding FROM penstock_columns k
      JOIN pg_attribute a ON a.attrelid = k.relid AND a.attnum = k.attnum
      WHERE k.relid = c.oid AND abs(k.sortkey) = 1) s ON true,
    LATERAL (SELECT CASE WHEN has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
      THEN penstock_rows(c.oid) ELSE 0 END AS rows) r
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND r.rows > 0;

-- One node with two slices.
CREATE VIEW pg_catalog.stv_slices AS
  SELECT 0 AS node, slice, slice AS localslice, 'D'::varchar(1) AS type FROM generate_series(0, 1) slice;

GRANT SELECT ON pg_catalog.svv_columns, pg_catalog.svv_tables, pg_catalog.pg_table_def,
  pg_catalog.svv_table_info, pg_catalog.stv_slices TO PUBLIC;

-- As in Redshift: without an application name, and only one's own sessions.
CREATE VIEW pg_catalog.stv_sessions AS
  SELECT backend_start AT TIME ZONE 'UTC' AS starttime, pid AS process,
    usename::char(50) AS user_name, datname::char(50) AS db_name, 0 AS timeout_sec
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND usename = current_user;

GRANT SELECT ON pg_catalog.stv_sessions TO PUBLIC;
