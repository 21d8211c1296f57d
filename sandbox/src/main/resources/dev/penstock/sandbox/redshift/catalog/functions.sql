-- Functions that Redshift has and PostgreSQL lacks. They lie in pg_catalog: found whatever the
-- search path. Those that PostgreSQL has too, but with other answers, lie in pg_penstock, where the
-- translation sends whoever calls them.
SET allow_system_table_mods = on;
CREATE SCHEMA pg_penstock;
GRANT USAGE ON SCHEMA pg_penstock TO PUBLIC;

-- Dates

-- When the statement began, to the second; SYSDATE is when the transaction began.
CREATE FUNCTION pg_catalog.getdate() RETURNS timestamp LANGUAGE sql STABLE
  AS $$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC') $$;

CREATE FUNCTION pg_catalog.sysdate() RETURNS timestamp LANGUAGE sql STABLE
  AS $$ SELECT transaction_timestamp() AT TIME ZONE 'UTC' $$;

CREATE FUNCTION pg_catalog.penstock_interval(part text, number bigint) RETURNS interval
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE part WHEN 'quarter' THEN make_interval(months => 3 * number::integer)
    ELSE (number || ' ' || part)::interval END $$;

CREATE FUNCTION pg_catalog.dateadd(part text, number bigint, moment timestamp) RETURNS timestamp
  LANGUAGE sql IMMUTABLE AS $$ SELECT moment + penstock_interval(part, number) $$;

CREATE FUNCTION pg_catalog.dateadd(part text, number bigint, moment date) RETURNS timestamp
  LANGUAGE sql IMMUTABLE AS $$ SELECT moment + penstock_interval(part, number) $$;

CREATE FUNCTION pg_catalog.dateadd(part text, number bigint, moment timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE AS $$ SELECT moment + penstock_interval(part, number) $$;

-- How many borders of that part lie between the two, not how many whole ones.
CREATE FUNCTION pg_catalog.datediff(part text, first timestamp, second timestamp) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN part = 'year' THEN extract(year FROM second) - extract(year FROM first)
    WHEN part = 'quarter' THEN 4 * (extract(year FROM second) - extract(year FROM first))
      + extract(quarter FROM second) - extract(quarter FROM first)
    WHEN part = 'month' THEN 12 * (extract(year FROM second) - extract(year FROM first))
      + extract(month FROM second) - extract(month FROM first)
    WHEN part = 'week' THEN (date_trunc('week', second)::date - date_trunc('week', first)::date) / 7
    WHEN part = 'day' THEN second::date - first::date
    WHEN part = 'microsecond' THEN extract(epoch FROM second - first) * 1000000
    ELSE extract(epoch FROM date_trunc(part, second) - date_trunc(part, first))
      / extract(epoch FROM ('1 ' || part)::interval) END::bigint $$;

CREATE FUNCTION pg_catalog.datediff(part text, first timestamptz, second timestamptz) RETURNS bigint
  LANGUAGE sql STABLE AS $$
  SELECT datediff(part, first AT TIME ZONE 'UTC', second AT TIME ZONE 'UTC') $$;

-- A DATE becomes a TIMESTAMP; PostgreSQL makes an instant of it.
CREATE FUNCTION pg_penstock.date_trunc(text, timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE
  AS $$ SELECT pg_catalog.date_trunc($1, $2) $$;

CREATE FUNCTION pg_penstock.date_trunc(text, date) RETURNS timestamp LANGUAGE sql IMMUTABLE
  AS $$ SELECT pg_catalog.date_trunc($1, $2::timestamp) $$;

CREATE FUNCTION pg_penstock.date_trunc(text, timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT pg_catalog.date_trunc($1, $2) $$;

CREATE FUNCTION pg_catalog.trunc(timestamp) RETURNS date LANGUAGE sql IMMUTABLE
  AS $$ SELECT $1::date $$;

CREATE FUNCTION pg_catalog.last_day(timestamp) RETURNS date LANGUAGE sql IMMUTABLE
  AS $$ SELECT (pg_catalog.date_trunc('month', $1) + interval '1 month' - interval '1 day')::date $$;

-- The last day of a month stays the last one, which DATEADD doesn't care about.
CREATE FUNCTION pg_catalog.add_months(moment timestamp, months integer) RETURNS timestamp
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN moment::date = last_day(moment)
    THEN last_day(moment + make_interval(months => months)) + moment::time
    ELSE moment + make_interval(months => months) END $$;

CREATE FUNCTION pg_catalog.convert_timezone(source text, target text, moment timestamp)
  RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT moment AT TIME ZONE source AT TIME ZONE target $$;

CREATE FUNCTION pg_catalog.convert_timezone(target text, moment timestamp)
  RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT moment AT TIME ZONE 'UTC' AT TIME ZONE target $$;

CREATE FUNCTION pg_catalog.convert_timezone(target text, moment timestamptz)
  RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT moment AT TIME ZONE target $$;

-- Texts

CREATE FUNCTION pg_catalog.len(text) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT length($1) $$;

CREATE FUNCTION pg_catalog.charindex(sought text, within text) RETURNS integer LANGUAGE sql IMMUTABLE
  AS $$ SELECT strpos(within, sought) $$;

CREATE FUNCTION pg_catalog.replicate(text, integer) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT repeat($1, $2) $$;

CREATE FUNCTION pg_catalog.penstock_strtol(digits text, base integer) RETURNS bigint
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  -- A sign and 0x may come first.
  bare text := regexp_replace(digits, '^[+-]?(0[xX])?0*', '');
  value numeric := 0;
  digit integer;
BEGIN
  IF base = 16 AND bare ~* '^[0-7]?[0-9a-f]{0,15}$' THEN
    value := ('x' || lpad(bare, 16, '0'))::bit(64)::bigint;
    RETURN CASE WHEN digits LIKE '-%' THEN -value ELSE value END;
  END IF;
  FOREACH digit IN ARRAY ARRAY(SELECT strpos('0123456789abcdefghijklmnopqrstuvwxyz', lower(d)) - 1
      FROM regexp_split_to_table(bare, '') d) LOOP
    IF digit < 0 OR digit >= base THEN
      RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE =
        format('The input %s is not valid to be converted to base %s', digits, base);
    END IF;
    value := value * base + digit;
  END LOOP;
  RETURN CASE WHEN digits LIKE '-%' THEN -value ELSE value END;
END $$;

-- Digits of a hash need no look at what else is allowed; this is planned as part of the statement.
CREATE FUNCTION pg_catalog.strtol(digits text, base integer) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN base = 16 AND digits ~ '^[0-9a-f]{1,15}$' THEN ('0x' || digits)::bigint
    ELSE penstock_strtol(digits, base) END $$;

CREATE FUNCTION pg_catalog.sha2(text, integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(CASE $2 WHEN 224 THEN sha224(convert_to($1, 'UTF8'))
    WHEN 384 THEN sha384(convert_to($1, 'UTF8')) WHEN 512 THEN sha512(convert_to($1, 'UTF8'))
    WHEN 256 THEN sha256(convert_to($1, 'UTF8')) WHEN 0 THEN sha256(convert_to($1, 'UTF8')) END, 'hex') $$;

-- By the polynomial of CRC-32C, as documented.
CREATE FUNCTION pg_penstock.crc32(text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT lpad(to_hex(pg_catalog.crc32c(convert_to($1, 'UTF8'))), 8, '0') $$;

-- NULL with anything is NULL; PostgreSQL skips it.
CREATE FUNCTION pg_penstock.concat(text, text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT $1 || $2 $$;

-- All matches; PostgreSQL replaces the first one only. A group is $1, not \1.
CREATE FUNCTION pg_penstock.regexp_replace(source text, pattern text, replacement text DEFAULT '',
    start_at integer DEFAULT 1, parameters text DEFAULT 'c') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(source, start_at - 1) || pg_catalog.regexp_replace(substr(source, start_at), pattern,
    pg_catalog.regexp_replace(replacement, '\$([0-9])', '\\\1', 'g'), 'g' || parameters) $$;

-- Without a match it is empty, not NULL.
CREATE FUNCTION pg_penstock.regexp_substr(source text, pattern text, start_at integer DEFAULT 1,
    occurrence integer DEFAULT 1, parameters text DEFAULT 'c') RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN source IS NOT NULL THEN
    coalesce(pg_catalog.regexp_substr(source, pattern, start_at, occurrence, parameters), '') END $$;

-- Aggregates

-- The average of integers is one; of all else it is PostgreSQL's.
CREATE FUNCTION pg_catalog.penstock_average(numeric[]) RETURNS bigint LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN $1[1] > 0 THEN trunc($1[2] / $1[1]) END::bigint $$;

CREATE FUNCTION pg_catalog.penstock_average(bigint[]) RETURNS bigint LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN $1[1] > 0 THEN $1[2] / $1[1] END $$;

CREATE FUNCTION pg_catalog.penstock_sum(numeric[], bigint) RETURNS numeric[] LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + 1, $1[2] + $2] END $$;

CREATE AGGREGATE pg_penstock.avg(smallint) (sfunc = int2_avg_accum, stype = bigint[],
  initcond = '{0,0}', finalfunc = pg_catalog.penstock_average);
CREATE AGGREGATE pg_penstock.avg(integer) (sfunc = int4_avg_accum, stype = bigint[],
  initcond = '{0,0}', finalfunc = pg_catalog.penstock_average);
CREATE AGGREGATE pg_penstock.avg(bigint) (sfunc = pg_catalog.penstock_sum, stype = numeric[],
  initcond = '{0,0}', finalfunc = pg_catalog.penstock_average);
CREATE AGGREGATE pg_penstock.avg(numeric) (sfunc = numeric_avg_accum, stype = internal,
  finalfunc = numeric_avg);
CREATE AGGREGATE pg_penstock.avg(double precision) (sfunc = float8_accum, stype = double precision[],
  initcond = '{0,0,0}', finalfunc = float8_avg);

CREATE FUNCTION pg_catalog.penstock_median(anyarray) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT avg(v::numeric) FROM (SELECT v, row_number() OVER (ORDER BY v) AS n, count(*) OVER () AS c
    FROM unnest($1) v WHERE v IS NOT NULL) s WHERE n IN ((c + 1) / 2, c / 2 + 1) $$;

CREATE AGGREGATE pg_catalog.median(numeric) (sfunc = array_append, stype = numeric[],
  initcond = '{}', finalfunc = pg_catalog.penstock_median);
CREATE AGGREGATE pg_catalog.median(double precision) (sfunc = array_append,
  stype = double precision[], initcond = '{}', finalfunc = pg_catalog.penstock_median);

-- What the front knows

-- The front sets both before each statement that asks; a rollback would lose them.
CREATE FUNCTION pg_catalog.pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT coalesce(nullif(current_setting('penstock.last_copy_count', true), ''), '0')::bigint $$;

CREATE FUNCTION pg_catalog.pg_last_copy_id() RETURNS integer LANGUAGE sql STABLE
  AS $$ SELECT coalesce(nullif(current_setting('penstock.last_copy_id', true), ''), '-1')::integer $$;

CREATE FUNCTION pg_penstock.version() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 '
    '(Red Hat 3.4.2-6.fc3), Redshift 1.0.12103' $$;
