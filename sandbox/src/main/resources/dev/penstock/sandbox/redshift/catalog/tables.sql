-- What Redshift says and checks of tables and PostgreSQL does not.
SET allow_system_table_mods = on;

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
