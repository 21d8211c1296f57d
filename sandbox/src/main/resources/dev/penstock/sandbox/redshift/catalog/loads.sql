-- What COPYs did, as Redshift's system views tell it. Runs after catalog.sql.
SET allow_system_table_mods = on;

CREATE TABLE pg_catalog.stl_load_errors (
  userid integer, slice integer DEFAULT 0, tbl integer, starttime timestamp, session integer,
  query integer, filename char(256), line_number bigint, colname char(127), type char(10),
  col_length char(10), position integer, raw_line char(1024), raw_field_value char(1024),
  err_code integer, err_reason char(100), is_partial integer DEFAULT 0, start_offset bigint DEFAULT 0,
  copy_job_id bigint DEFAULT 0, table_name text, message text);

CREATE TABLE pg_catalog.penstock_loads (
  query integer PRIMARY KEY, session integer, status text, table_name text, start_time timestamp,
  end_time timestamp, data_source text, file_format text, loaded_rows bigint DEFAULT 0,
  loaded_bytes bigint DEFAULT 0, files integer DEFAULT 0, file_bytes bigint DEFAULT 0,
  error_count bigint DEFAULT 0);

CREATE TABLE pg_catalog.penstock_loaded_files (
  query integer, filename char(256), bytes_scanned bigint, lines_scanned bigint,
  start_time timestamp, end_time timestamp, etag char(256), last_modified timestamp);

CREATE VIEW pg_catalog.stl_load_commits AS
  SELECT 100 AS userid, f.query, 0 AS slice, ''::char(256) AS name, f.filename, 0 AS byte_offset,
    f.lines_scanned::integer AS lines_scanned, -1 AS errors, f.end_time AS curtime, 1 AS status,
    CASE l.file_format WHEN 'parquet' THEN 'Parquet' WHEN 'json' THEN 'JSON'
      ELSE 'Text' END::char(16) AS file_format,
    0 AS is_partial, 0::bigint AS start_offset, 0::bigint AS copy_job_id
  FROM pg_catalog.penstock_loaded_files f JOIN pg_catalog.penstock_loads l USING (query);

CREATE VIEW pg_catalog.sys_load_history AS
  SELECT 100 AS user_id, query::bigint AS query_id, query::bigint AS transaction_id,
    session AS session_id, current_database()::text AS database_name, status, table_name,
    start_time, end_time,
    (extract(epoch FROM end_time - start_time) * 1000000)::bigint AS duration, data_source,
    file_format, loaded_rows, loaded_bytes, files AS source_file_count,
    file_bytes AS source_file_bytes, files AS file_count_scanned,
    file_bytes AS file_bytes_scanned, error_count, 0::bigint AS copy_job_id
  FROM pg_catalog.penstock_loads;

CREATE VIEW pg_catalog.sys_load_detail AS
  SELECT 100 AS user_id, query AS query_id, filename AS file_name,
    bytes_scanned::integer AS bytes_scanned, lines_scanned::integer AS lines_scanned,
    end_time AS record_time, 1 AS splits_scanned, start_time, end_time, etag AS file_etag,
    last_modified AS file_last_modified
  FROM pg_catalog.penstock_loaded_files;

CREATE VIEW pg_catalog.sys_load_error_detail AS
  SELECT userid AS user_id, query::bigint AS query_id, query::bigint AS transaction_id,
    session AS session_id, current_database()::char(64) AS database_name,
    table_name::char(128) AS table_name, starttime AS start_time, rtrim(filename) AS file_name,
    line_number, rtrim(colname) AS column_name, type AS column_type, col_length AS column_length,
    position, err_code AS error_code, message::char(512) AS error_message
  FROM pg_catalog.stl_load_errors;

CREATE VIEW pg_catalog.svl_s3log AS
  SELECT session AS pid, query, starttime AS eventtime, message
  FROM pg_catalog.stl_load_errors;

GRANT SELECT ON pg_catalog.stl_load_errors, pg_catalog.stl_load_commits,
  pg_catalog.sys_load_history, pg_catalog.sys_load_detail, pg_catalog.sys_load_error_detail,
  pg_catalog.svl_s3log TO PUBLIC;
