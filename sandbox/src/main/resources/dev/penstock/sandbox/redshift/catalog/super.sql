-- SUPER is jsonb behind the front.
SET allow_system_table_mods = on;

-- What isn't parsed becomes one scalar: a text becomes a JSON text.
DO $$
DECLARE
  source text;
BEGIN
  FOREACH source IN ARRAY ARRAY['text', 'varchar', 'bpchar', 'smallint', 'integer', 'bigint',
      'real', 'double precision', 'numeric', 'boolean'] LOOP
    EXECUTE format('CREATE FUNCTION pg_catalog.penstock_super(%s) RETURNS jsonb LANGUAGE sql '
      'IMMUTABLE AS ''SELECT to_jsonb($1)''', source);
    EXECUTE format('CREATE CAST (%s AS jsonb) WITH FUNCTION pg_catalog.penstock_super(%s) AS ASSIGNMENT',
      source, source);
  END LOOP;
END $$;

-- A text in it becomes that text, without quotes; PostgreSQL would write JSON.
CREATE FUNCTION pg_catalog.penstock_text(jsonb) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT $1 #>> '{}' $$;
CREATE CAST (jsonb AS text) WITH FUNCTION pg_catalog.penstock_text(jsonb) AS ASSIGNMENT;
CREATE CAST (jsonb AS varchar) WITH FUNCTION pg_catalog.penstock_text(jsonb) AS ASSIGNMENT;
CREATE CAST (jsonb AS bpchar) WITH FUNCTION pg_catalog.penstock_text(jsonb) AS ASSIGNMENT;

-- Neither is documented for SUPER. PostgreSQL's own can't be dropped, but their rows can go.
DELETE FROM pg_catalog.pg_operator
  WHERE oprname IN ('-', '||') AND oprleft = 'jsonb'::regtype;

CREATE FUNCTION pg_catalog.json_parse(text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  parsed jsonb;
BEGIN
  BEGIN
    parsed := penstock_json($1);
  EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = 'JSON parsing error';
  END;
  -- Duplicates that jsonb merges; json_parse_dedup_attributes is off by default.
  IF NOT ($1 IS JSON WITH UNIQUE KEYS) THEN
    RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = 'JSON parsing error',
      DETAIL = 'An attribute name occurs twice in the same object';
  END IF;
  IF octet_length($1) > 16777216 THEN
    RAISE EXCEPTION USING ERRCODE = '22001', MESSAGE = 'A SUPER of more than 16777216 bytes is not supported by Redshift';
  END IF;
  IF octet_length($1) > 65535 AND EXISTS (
      SELECT FROM jsonb_path_query(parsed, 'strict $.**') v
        WHERE jsonb_typeof(v) = 'string' AND octet_length(v #>> '{}') > 65535) THEN
    RAISE EXCEPTION USING ERRCODE = '22001', MESSAGE = 'A text of more than 65535 bytes in a SUPER is not supported by Redshift';
  END IF;
  RETURN parsed;
END $$;

CREATE FUNCTION pg_catalog.can_json_parse(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  PERFORM json_parse($1);
  RETURN true;
EXCEPTION WHEN internal_error OR string_data_right_truncation THEN
  RETURN false;
END $$;

-- Without the blanks that PostgreSQL sets, whose own JSON_SERIALIZE is no function.
CREATE FUNCTION pg_penstock.json_serialize(jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE jsonb_typeof($1)
    WHEN 'object' THEN '{' || coalesce((SELECT string_agg(to_json(key)::text || ':' || pg_penstock.json_serialize(value), ',')
      FROM jsonb_each($1)), '') || '}'
    WHEN 'array' THEN '[' || coalesce((SELECT string_agg(pg_penstock.json_serialize(value), ',' ORDER BY ordinality)
      FROM jsonb_array_elements($1) WITH ORDINALITY), '') || ']'
    ELSE textin(jsonb_out($1)) END $$;

CREATE FUNCTION pg_penstock.json_typeof(jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT jsonb_typeof($1) $$;

CREATE FUNCTION pg_catalog.get_array_length(jsonb) RETURNS integer LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT CASE jsonb_typeof($1) WHEN 'array' THEN jsonb_array_length($1) END $$;

CREATE FUNCTION pg_catalog.is_object(jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT jsonb_typeof($1) = 'object' $$;

CREATE FUNCTION pg_catalog.is_array(jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT jsonb_typeof($1) = 'array' $$;

CREATE FUNCTION pg_catalog.is_scalar(jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT jsonb_typeof($1) NOT IN ('object', 'array') $$;

-- JSON in texts. The first argument says whether what isn't JSON is NULL or an error.
CREATE FUNCTION pg_penstock.text_as_json(lenient boolean, source text) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF pg_input_is_valid(source, 'jsonb') THEN
    RETURN penstock_json(source);
  ELSIF lenient THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'XX000', MESSAGE = 'JSON parsing error',
    DETAIL = 'error: JSON parsing error code: 8001 context: invalid json object ' || source;
END $$;

CREATE FUNCTION pg_penstock.json_extract_path_text(lenient boolean, source text, VARIADIC path text[])
  RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT pg_penstock.text_as_json(lenient, source) #>> path $$;

CREATE FUNCTION pg_penstock.json_extract_array_element_text(lenient boolean, source text, at integer)
  RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN at >= 0 THEN pg_penstock.text_as_json(lenient, source) ->> at END $$;

CREATE FUNCTION pg_penstock.json_array_length(lenient boolean, source text) RETURNS integer
  LANGUAGE sql IMMUTABLE AS $$ SELECT get_array_length(pg_penstock.text_as_json(lenient, source)) $$;

CREATE FUNCTION pg_catalog.is_valid_json(text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT pg_input_is_valid($1, 'jsonb') $$;

CREATE FUNCTION pg_catalog.is_valid_json_array(text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT pg_input_is_valid($1, 'jsonb') AND $1 ~ '^\s*\[' $$;
