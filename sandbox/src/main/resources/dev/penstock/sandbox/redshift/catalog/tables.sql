-- What Redshift keeps of a table and PostgreSQL has no place for, and the lengths that it counts
-- otherwise. All of it is written by event triggers, so in the transaction of the definition.
SET allow_system_table_mods = on;

-- A text read as JSON: a cast makes a JSON text of it, see super.sql.
CREATE FUNCTION pg_catalog.penstock_json(text) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT jsonb_in(textout($1)) $$;

CREATE TABLE pg_catalog.penstock_tables (
  relid oid PRIMARY KEY,
  diststyle text NOT NULL DEFAULT 'AUTO' CHECK (diststyle IN ('AUTO', 'EVEN', 'KEY', 'ALL')),
  sortstyle text NOT NULL DEFAULT 'AUTO' CHECK (sortstyle IN ('AUTO', 'COMPOUND', 'INTERLEAVED')),
  backup boolean NOT NULL DEFAULT true,
  created timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'));

-- A row only for columns of which something was said: no encoding means that Redshift chooses.
CREATE TABLE pg_catalog.penstock_columns (
  relid oid,
  attnum smallint,
  encoding text,
  distkey boolean NOT NULL DEFAULT false,
  -- The place in the sort key, 0 without one; every second one of an interleaved key is negative.
  sortkey integer NOT NULL DEFAULT 0,
  -- Of a VARBYTE, in bytes.
  length integer,
  PRIMARY KEY (relid, attnum));

-- Keys inform only; kind is p, u or f, as in pg_constraint.
CREATE TABLE pg_catalog.penstock_keys (
  relid oid,
  name text,
  kind text CHECK (kind IN ('p', 'u', 'f')),
  columns smallint[] NOT NULL,
  PRIMARY KEY (relid, name));

GRANT SELECT ON pg_catalog.penstock_tables, pg_catalog.penstock_columns, pg_catalog.penstock_keys
  TO PUBLIC;

CREATE FUNCTION pg_catalog.penstock_attnum(oid, text) RETURNS smallint LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog AS $$
DECLARE
  found_at smallint;
BEGIN
  SELECT attnum INTO found_at FROM pg_attribute
    WHERE attrelid = $1 AND attname = $2 AND attnum > 0 AND NOT attisdropped;
  IF found_at IS NULL THEN
    RAISE EXCEPTION USING ERRCODE = '42703', MESSAGE = format('column "%s" named in key does not exist', $2);
  END IF;
  RETURN found_at;
END $$;

-- What stands behind a definition as /* penstock {...} */.
CREATE FUNCTION pg_catalog.penstock_note(made oid, note jsonb) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  entry record;
  named text;
BEGIN
  INSERT INTO penstock_tables (relid) VALUES (made) ON CONFLICT DO NOTHING;
  UPDATE penstock_tables SET diststyle = coalesce(note->>'diststyle', diststyle),
      sortstyle = coalesce(note->>'sortstyle', sortstyle),
      backup = coalesce((note->>'backup')::boolean, backup)
    WHERE relid = made;
  IF note ? 'distkey' THEN
    INSERT INTO penstock_columns (relid, attnum, distkey)
      VALUES (made, penstock_attnum(made, note->>'distkey'), true)
      ON CONFLICT (relid, attnum) DO UPDATE SET distkey = true;
  END IF;
  FOR entry IN SELECT value, ordinality AS place
      FROM jsonb_array_elements_text(coalesce(note->'sortkey', '[]')) WITH ORDINALITY LOOP
    INSERT INTO penstock_columns (relid, attnum, sortkey)
      VALUES (made, penstock_attnum(made, entry.value),
        CASE WHEN note->>'sortstyle' = 'INTERLEAVED' AND entry.place % 2 = 0
          THEN -entry.place ELSE entry.place END)
      ON CONFLICT (relid, attnum) DO UPDATE SET sortkey = excluded.sortkey;
  END LOOP;
  FOR entry IN SELECT * FROM jsonb_each_text(coalesce(note->'encodings', '{}')) LOOP
    INSERT INTO penstock_columns (relid, attnum, encoding)
      VALUES (made, penstock_attnum(made, entry.key), entry.value)
      ON CONFLICT (relid, attnum) DO UPDATE SET encoding = excluded.encoding;
  END LOOP;
  FOR entry IN SELECT * FROM jsonb_each_text(coalesce(note->'lengths', '{}')) LOOP
    INSERT INTO penstock_columns (relid, attnum, length)
      VALUES (made, penstock_attnum(made, entry.key), entry.value::integer)
      ON CONFLICT (relid, attnum) DO UPDATE SET length = excluded.length;
  END LOOP;
  FOR entry IN SELECT value FROM jsonb_array_elements(coalesce(note->'keys', '[]')) LOOP
    named := coalesce(entry.value->>'name',
      (SELECT relname FROM pg_class WHERE oid = made) || CASE entry.value->>'kind'
        WHEN 'p' THEN '_pkey'
        ELSE '_' || array_to_string(ARRAY(SELECT jsonb_array_elements_text(entry.value->'columns')), '_')
          || CASE entry.value->>'kind' WHEN 'u' THEN '_key' ELSE '_fkey' END END);
    INSERT INTO penstock_keys (relid, name, kind, columns)
      SELECT made, named, entry.value->>'kind', array_agg(penstock_attnum(made, value) ORDER BY ordinality)
        FROM jsonb_array_elements_text(entry.value->'columns') WITH ORDINALITY
      ON CONFLICT DO NOTHING;
  END LOOP;
  IF note ? 'like' THEN
    UPDATE penstock_tables t SET diststyle = s.diststyle, sortstyle = s.sortstyle, backup = s.backup
      FROM penstock_tables s WHERE t.relid = made AND s.relid = (note->>'from')::oid;
    INSERT INTO penstock_columns (relid, attnum, encoding, distkey, sortkey, length)
      SELECT made, penstock_attnum(made, a.attname), c.encoding, c.distkey, c.sortkey, c.length
        FROM penstock_columns c JOIN pg_attribute a ON a.attrelid = c.relid AND a.attnum = c.attnum
        WHERE c.relid = (note->>'from')::oid AND NOT a.attisdropped
      ON CONFLICT DO NOTHING;
  END IF;
END $$;

CREATE FUNCTION pg_catalog.penstock_note_tables() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
  note jsonb := pg_catalog.penstock_json(
    coalesce(substring(current_query() from '/\* penstock (\{.*\}) \*/[\s;]*$'), '{}'));
BEGIN
  FOR made IN SELECT DISTINCT c.objid FROM pg_event_trigger_ddl_commands() c
      JOIN pg_class t ON t.oid = c.objid AND t.relkind = 'r' AND t.relnamespace <> 'pg_catalog'::regnamespace
      WHERE c.classid = 'pg_class'::regclass AND c.object_type IN ('table', 'table column') LOOP
    IF note ? 'like' THEN
      -- By the client's search path, which the function below has not.
      note := jsonb_set(note, '{from}', to_jsonb((note->>'like')::regclass::oid));
    END IF;
    PERFORM pg_catalog.penstock_note(made.objid, note);
  END LOOP;
END $$;

CREATE EVENT TRIGGER penstock_a_note_tables ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE')
  EXECUTE FUNCTION pg_catalog.penstock_note_tables();

CREATE FUNCTION pg_catalog.penstock_forget_tables() RETURNS event_trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  gone record;
BEGIN
  FOR gone IN SELECT objid, objsubid FROM pg_event_trigger_dropped_objects()
      WHERE classid = 'pg_class'::regclass LOOP
    DELETE FROM penstock_columns
      WHERE relid = gone.objid AND (gone.objsubid = 0 OR attnum = gone.objsubid);
    DELETE FROM penstock_keys
      WHERE relid = gone.objid AND (gone.objsubid = 0 OR gone.objsubid = ANY (columns));
    IF gone.objsubid = 0 THEN
      DELETE FROM penstock_tables WHERE relid = gone.objid;
    END IF;
  END LOOP;
END $$;

CREATE EVENT TRIGGER penstock_forget_tables ON sql_drop
  EXECUTE FUNCTION pg_catalog.penstock_forget_tables();

-- VARCHAR(n), CHAR(n) and VARBYTE(n) count bytes in Redshift; PostgreSQL counts characters, and
-- nothing for VARBYTE. A constraint per column counts them, also in tables that were made LIKE
-- another or AS a query. A CHAR is filled up with blanks, so it has more bytes only if one of its
-- characters has.
CREATE FUNCTION pg_catalog.penstock_lengths(made oid) RETURNS TABLE (attnum smallint, name text, rule text)
  LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT a.attnum,
    format('penstock_%s_%s_%s', CASE a.atttypid WHEN 'varchar'::regtype THEN 'bytes'
      WHEN 'bpchar'::regtype THEN 'char' ELSE 'varbyte' END, a.attnum, l.length),
    format('octet_length(%I) <= %s', a.attname, l.length)
  FROM pg_attribute a LEFT JOIN penstock_columns c ON c.relid = a.attrelid AND c.attnum = a.attnum,
    LATERAL (SELECT CASE a.atttypid WHEN 'bytea'::regtype THEN c.length ELSE a.atttypmod - 4 END AS length) l
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND l.length > 0
    AND a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype, 'bytea'::regtype) $$;

CREATE FUNCTION pg_catalog.penstock_count_bytes() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
  missing text;
  outdated text;
BEGIN
  FOR made IN SELECT DISTINCT c.objid FROM pg_event_trigger_ddl_commands() c
      JOIN pg_class t ON t.oid = c.objid AND t.relkind = 'r' AND t.relnamespace <> 'pg_catalog'::regnamespace
      WHERE c.classid = 'pg_class'::regclass AND c.object_type IN ('table', 'table column') LOOP
    -- A column that was resized has one of its former length.
    SELECT string_agg(format('DROP CONSTRAINT %I', k.conname), ', ')
      INTO outdated
      FROM pg_constraint k
      WHERE k.conrelid = made.objid AND k.contype = 'c' AND k.conname ~ '^penstock_(bytes|char|varbyte)_'
        AND NOT EXISTS (SELECT FROM pg_catalog.penstock_lengths(made.objid) l WHERE l.name = k.conname);
    IF outdated IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s %s', made.objid::regclass, outdated);
    END IF;
    -- All in one statement: it fires this trigger again, which must then find nothing missing.
    SELECT string_agg(format('ADD CONSTRAINT %I CHECK (%s)', l.name, l.rule), ', ')
      INTO missing
      FROM pg_catalog.penstock_lengths(made.objid) l
      WHERE NOT EXISTS (SELECT FROM pg_constraint k
        WHERE k.conrelid = made.objid AND k.conname = l.name);
    IF missing IS NOT NULL THEN
      EXECUTE format('ALTER TABLE %s %s', made.objid::regclass, missing);
    END IF;
  END LOOP;
END $$;

CREATE EVENT TRIGGER penstock_count_bytes ON ddl_command_end
  WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'ALTER TABLE')
  EXECUTE FUNCTION pg_catalog.penstock_count_bytes();
