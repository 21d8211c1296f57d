-- Two hundred columns, of four types in turns; 120,000 rows at scale 1.

DO $$ BEGIN EXECUTE (
  SELECT 'CREATE UNLOGGED TABLE wide AS SELECT n AS id, ' || string_agg(
    format((ARRAY[
      'mix(n, %1$s, 1000000) AS c%1$s',
      '(mix(n, %1$s, 9999) / 100.0)::numeric(15,2) AS c%1$s',
      'DATE ''1992-01-02'' + mix(n, %1$s, 2526) AS c%1$s',
      '''value '' || mix(n, %1$s, 1000) AS c%1$s'])[1 + i % 4], i), ', ' ORDER BY i)
    || ' FROM generate_series(1, 3 * :rows / 25) AS n'
  FROM generate_series(1, 199) AS i) ; END $$;

ALTER TABLE wide ADD PRIMARY KEY (id);
VACUUM (FREEZE, ANALYZE) wide;
