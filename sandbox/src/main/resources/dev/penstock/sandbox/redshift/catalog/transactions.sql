-- What statements do that PostgreSQL has not, and what the catalog says of sessions and rights.
SET allow_system_table_mods = on;

-- The text of a view WITH NO SCHEMA BINDING is kept in a view that calls this. The front puts the
-- text into the place of the view's name; where it doesn't, nothing is read instead.
CREATE FUNCTION pg_catalog.penstock_late_binding(text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RAISE EXCEPTION 'A view WITH NO SCHEMA BINDING in this place is not known to the stand-in'
    USING ERRCODE = '0A000';
END $$;

CREATE FUNCTION pg_catalog.penstock_late_views(names text[])
  RETURNS TABLE (schema name, name name, visible boolean, query text) LANGUAGE sql STABLE
  AS $$ SELECT n.nspname, c.relname, pg_table_is_visible(c.oid), convert_from(decode(
      substring(pg_get_viewdef(c.oid) FROM 'penstock_late_binding\(''([0-9a-f]*)'''), 'hex'), 'UTF8')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'penstock_late_binding'
    WHERE c.relkind = 'v' AND c.relname = ANY (names) $$;

CREATE PROCEDURE pg_catalog.penstock_vacuum(relation regclass) LANGUAGE plpgsql AS $$
BEGIN
  IF relation IS NOT NULL AND
      (SELECT relkind FROM pg_class WHERE oid = relation) <> 'r' THEN
    RAISE EXCEPTION 'VACUUM of anything but a table is not supported by Redshift'
      USING ERRCODE = '0A000';
  END IF;
END $$;

-- The column, or PostgreSQL's own words for one that isn't there.
CREATE FUNCTION pg_catalog.penstock_column(relation regclass, wanted text) RETURNS pg_attribute
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  found pg_attribute;
BEGIN
  SELECT a.* INTO found FROM pg_attribute a
    WHERE a.attrelid = relation AND a.attname = wanted AND a.attnum > 0 AND NOT a.attisdropped;
  IF found.attname IS NULL THEN
    RAISE EXCEPTION 'column "%" of relation "%" does not exist', wanted,
      (SELECT relname FROM pg_class WHERE oid = relation) USING ERRCODE = '42703';
  END IF;
  RETURN found;
END $$;

-- What was said of a table's columns is forgotten before something else is noted.
CREATE FUNCTION pg_catalog.penstock_redesign(relation regclass, forgotten text, names text[])
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM penstock_column(relation, wanted) FROM unnest(names) wanted;
  UPDATE penstock_columns SET
      distkey = distkey AND forgotten <> 'distkey',
      sortkey = CASE forgotten WHEN 'sortkey' THEN 0 ELSE sortkey END,
      encoding = CASE forgotten WHEN 'encoding' THEN NULL ELSE encoding END
    WHERE relid = relation;
END $$;

-- Whether ALTER TABLE may add a key: a primary one to columns that were made NOT NULL, and once.
CREATE FUNCTION pg_catalog.penstock_takes_key(relation regclass, wanted text, called text, names text[])
  RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  part text;
  named text := (SELECT relname FROM pg_class WHERE oid = relation);
BEGIN
  FOREACH part IN ARRAY names LOOP
    IF NOT (penstock_column(relation, part)).attnotnull AND wanted = 'p' THEN
      RAISE EXCEPTION 'A primary key of column "%", which may be NULL, is not supported by Redshift',
        part USING ERRCODE = '0A000';
    END IF;
  END LOOP;
  IF wanted = 'p' AND EXISTS (SELECT FROM penstock_keys WHERE relid = relation AND kind = 'p') THEN
    RAISE EXCEPTION 'multiple primary keys for table "%" are not allowed', named
      USING ERRCODE = '42P16';
  ELSIF EXISTS (SELECT FROM penstock_keys WHERE relid = relation AND name = called) THEN
    RAISE EXCEPTION 'constraint "%" for relation "%" already exists', called, named
      USING ERRCODE = '42710';
  END IF;
END $$;

CREATE FUNCTION pg_catalog.penstock_drop_key(relation regclass, called text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM penstock_keys WHERE relid = relation AND name = called;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'constraint "%" of relation "%" does not exist', called,
      (SELECT relname FROM pg_class WHERE oid = relation) USING ERRCODE = '42704';
  END IF;
END $$;

CREATE PROCEDURE pg_catalog.penstock_resize(relation regclass, wanted text, bytes integer)
  LANGUAGE plpgsql AS $$
DECLARE
  resized pg_attribute := penstock_column(relation, wanted);
BEGIN
  IF resized.atttypid <> 'varchar'::regtype THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE of a column that isn''t VARCHAR is not supported by Redshift'
      USING ERRCODE = '0A000';
  ELSIF resized.atthasdef AND bytes < resized.atttypmod - 4 THEN
    RAISE EXCEPTION 'cannot decrease a VARCHAR column size with default value'
      USING ERRCODE = '0A000';
  ELSIF resized.atthasdef THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE of a column with a default is not supported by Redshift'
      USING ERRCODE = '0A000';
  ELSIF EXISTS (SELECT FROM penstock_keys WHERE relid = relation AND resized.attnum = ANY (columns)) THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE of a column in a key is not supported by Redshift'
      USING ERRCODE = '0A000';
  ELSIF EXISTS (SELECT FROM penstock_columns WHERE relid = relation AND attnum = resized.attnum
      AND encoding IN ('bytedict', 'runlength', 'text255', 'text32k')) THEN
    RAISE EXCEPTION 'ALTER COLUMN TYPE of a column with encoding % is not supported by Redshift',
      (SELECT upper(encoding) FROM penstock_columns WHERE relid = relation AND attnum = resized.attnum)
      USING ERRCODE = '0A000';
  END IF;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(%s)', relation, wanted, bytes);
END $$;

-- What two tables must have in common before rows are moved between them.
CREATE FUNCTION pg_catalog.penstock_distribution(relation regclass) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT coalesce((SELECT diststyle FROM penstock_tables WHERE relid = $1), 'AUTO')
    || coalesce((SELECT string_agg(a.attname, ',') FROM penstock_columns c
      JOIN pg_attribute a ON a.attrelid = c.relid AND a.attnum = c.attnum
      WHERE c.relid = $1 AND c.distkey), '') $$;

CREATE FUNCTION pg_catalog.penstock_order(relation regclass) RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT coalesce((SELECT sortstyle FROM penstock_tables WHERE relid = $1), 'AUTO')
    || coalesce((SELECT string_agg(a.attname, ',' ORDER BY abs(c.sortkey)) FROM penstock_columns c
      JOIN pg_attribute a ON a.attrelid = c.relid AND a.attnum = c.attnum
      WHERE c.relid = $1 AND c.sortkey <> 0), '') $$;

-- ALTER TABLE APPEND. Both tables are locked already.
CREATE PROCEDURE pg_catalog.penstock_append(
  target regclass, source regclass, ignoreextra boolean, filltarget boolean)
  LANGUAGE plpgsql AS $$
DECLARE
  pair record;
  moved text;
BEGIN
  FOR pair IN SELECT relname, relkind, relpersistence FROM pg_class WHERE oid IN (target, source) LOOP
    IF pair.relkind <> 'r' OR pair.relpersistence <> 'p' THEN
      RAISE EXCEPTION 'ALTER TABLE APPEND with "%", which isn''t a permanent table, is not supported by Redshift',
        pair.relname USING ERRCODE = '0A000';
    END IF;
  END LOOP;
  IF target = source THEN
    RAISE EXCEPTION 'ALTER TABLE APPEND of a table to itself is not supported by Redshift'
      USING ERRCODE = '0A000';
  END IF;
  IF penstock_distribution(target) <> penstock_distribution(source) THEN
    RAISE EXCEPTION 'The source table and the target table have different distribution styles. Make sure both tables use the same distribution style: EVEN, ALL, or DISTKEY.'
      USING ERRCODE = '0A000';
  ELSIF penstock_order(target) <> penstock_order(source) THEN
    RAISE EXCEPTION 'ALTER TABLE APPEND of tables with different sort keys is not supported by Redshift'
      USING ERRCODE = '0A000';
  END IF;
  FOR pair IN
      SELECT coalesce(t.attname, s.attname) AS name, t.attname IS NULL AS surplus,
        s.attname IS NULL AS lacking, t.attidentity = 'a' AND s.attidentity = 'a' AS numbered,
        (t.atttypid, t.atttypmod, t.attnotnull, t.attidentity, t.encoding, t.length)
          IS DISTINCT FROM
          (s.atttypid, s.atttypmod, s.attnotnull, s.attidentity, s.encoding, s.length) AS different
      FROM (SELECT a.*, c.encoding, c.length FROM pg_attribute a
          LEFT JOIN penstock_columns c ON c.relid = a.attrelid AND c.attnum = a.attnum
          WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped) t
        FULL JOIN (SELECT a.*, c.encoding, c.length FROM pg_attribute a
          LEFT JOIN penstock_columns c ON c.relid = a.attrelid AND c.attnum = a.attnum
          WHERE a.attrelid = source AND a.attnum > 0 AND NOT a.attisdropped) s USING (attname)
      ORDER BY coalesce(t.attnum, s.attnum) LOOP
    IF pair.surplus AND NOT ignoreextra THEN
      RAISE EXCEPTION 'ALTER TABLE APPEND of column "%", which the target lacks, needs IGNOREEXTRA',
        pair.name USING ERRCODE = '0A000';
    ELSIF pair.lacking AND NOT filltarget THEN
      RAISE EXCEPTION 'ALTER TABLE APPEND without column "%" of the target needs FILLTARGET',
        pair.name USING ERRCODE = '0A000';
    ELSIF pair.numbered THEN
      RAISE EXCEPTION 'ALTER TABLE APPEND of identity column "%" is not supported by Redshift',
        pair.name USING ERRCODE = '0A000';
    ELSIF pair.different AND NOT pair.surplus AND NOT pair.lacking THEN
      RAISE EXCEPTION 'ALTER TABLE APPEND of column "%", whose attributes differ, is not supported by Redshift',
        pair.name USING ERRCODE = '0A000';
    END IF;
  END LOOP;
  SELECT string_agg(quote_ident(t.attname), ', ') INTO moved
    FROM pg_attribute t JOIN pg_attribute s ON s.attname = t.attname AND s.attrelid = source
    WHERE t.attrelid = target AND t.attnum > 0 AND s.attnum > 0
      AND NOT t.attisdropped AND NOT s.attisdropped;
  IF moved IS NOT NULL THEN
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s', target, moved, source);
  END IF;
  EXECUTE format('DELETE FROM %s', source);
END $$;

-- What MERGE takes; asked before every one.
CREATE FUNCTION pg_catalog.penstock_merges(target regclass, source regclass) RETURNS void
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = source AND relkind <> 'r') THEN
    RAISE EXCEPTION 'A view as the source of MERGE is not supported by Redshift'
      USING ERRCODE = '0A000';
  ELSIF EXISTS (SELECT FROM pg_class WHERE oid = target AND relkind <> 'r') THEN
    RAISE EXCEPTION 'A view as the target of MERGE is not supported by Redshift'
      USING ERRCODE = '0A000';
  END IF;
END $$;

-- MERGE ... REMOVE DUPLICATES: what matches is replaced by the source's row, once.
CREATE PROCEDURE pg_catalog.penstock_merge(target text, source text, alias text, condition text)
  LANGUAGE plpgsql AS $$
DECLARE
  twice boolean;
BEGIN
  IF ARRAY(SELECT (atttypid, atttypmod)::text FROM pg_attribute
        WHERE attrelid = target::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum)
      <> ARRAY(SELECT (atttypid, atttypmod)::text FROM pg_attribute
        WHERE attrelid = source::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum) THEN
    RAISE EXCEPTION 'MERGE with REMOVE DUPLICATES of tables with different columns is not supported by Redshift'
      USING ERRCODE = '0A000';
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %s JOIN %s%s ON %s GROUP BY %I.ctid HAVING count(*) > 1)',
    target, source, alias, condition,
    (SELECT relname FROM pg_class WHERE oid = target::regclass)) INTO twice;
  IF twice THEN
    RAISE EXCEPTION 'Found multiple matches to update the same tuple.' USING ERRCODE = 'XX000';
  END IF;
  EXECUTE format('DELETE FROM %s USING %s%s WHERE %s', target, source, alias, condition);
  EXECUTE format('INSERT INTO %s SELECT * FROM %s', target, source);
END $$;

-- As in Redshift, a number; who may be ended is PostgreSQL's to say. Its own function must be
-- called with two arguments, else nobody knew which of the two is meant.
UPDATE pg_catalog.pg_proc SET pronargdefaults = 0, proargdefaults = NULL
  WHERE oid = 'pg_catalog.pg_terminate_backend(integer, bigint)'::regprocedure;

CREATE FUNCTION pg_catalog.pg_terminate_backend(integer) RETURNS integer LANGUAGE sql VOLATILE
  AS $$ SELECT pg_terminate_backend($1, 0::bigint)::integer $$;

-- Only rights that Redshift has too.
CREATE VIEW pg_catalog.svv_relation_privileges AS
  SELECT n.nspname::varchar(128) AS namespace_name, c.relname::varchar(128) AS relation_name,
    r.privilege_type::varchar(128) AS privilege_type, r.grantee::integer AS identity_id,
    CASE r.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(r.grantee)::text END::varchar(128)
      AS identity_name,
    CASE r.grantee WHEN 0 THEN 'public' ELSE 'user' END::varchar(16) AS identity_type,
    r.is_grantable AS admin_option
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) r
  WHERE c.relkind IN ('r', 'v') AND n.nspname !~ '^(pg_|information_schema$)'
    AND r.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'TRUNCATE');

CREATE VIEW pg_catalog.svv_schema_privileges AS
  SELECT n.nspname::varchar(128) AS namespace_name,
    r.privilege_type::varchar(128) AS privilege_type, r.grantee::integer AS identity_id,
    CASE r.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(r.grantee)::text END::varchar(128)
      AS identity_name,
    CASE r.grantee WHEN 0 THEN 'public' ELSE 'user' END::varchar(16) AS identity_type,
    r.is_grantable AS admin_option
  FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) r
  WHERE n.nspname !~ '^(pg_|information_schema$)';

GRANT SELECT ON pg_catalog.svv_relation_privileges, pg_catalog.svv_schema_privileges TO PUBLIC;
