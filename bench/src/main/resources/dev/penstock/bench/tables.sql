-- The columns of TPC-H's lineitem, and orders as a shop has them: 18 columns. Rows are functions of
-- their number, so the same scale gives the same rows. :items and :orders are row counts.

CREATE FUNCTION mix(n bigint, salt integer, below integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
  $$ SELECT abs(hashint8extended(n, salt) % below)::integer $$;

CREATE UNLOGGED TABLE lineitem AS
SELECT n / 4 + 1 AS l_orderkey,
       mix(n, 1, 200000) AS l_partkey,
       mix(n, 2, 10000) AS l_suppkey,
       (n % 4 + 1)::integer AS l_linenumber,
       (mix(n, 3, 50) + 1)::numeric(15,2) AS l_quantity,
       (mix(n, 4, 10400000) / 100.0 + 900)::numeric(15,2) AS l_extendedprice,
       (mix(n, 5, 11) / 100.0)::numeric(15,2) AS l_discount,
       (mix(n, 6, 9) / 100.0)::numeric(15,2) AS l_tax,
       (ARRAY['R', 'A', 'N'])[mix(n, 7, 3) + 1] AS l_returnflag,
       (ARRAY['O', 'F'])[mix(n, 8, 2) + 1] AS l_linestatus,
       DATE '1992-01-02' + mix(n, 9, 2526) AS l_shipdate,
       DATE '1992-01-31' + mix(n, 10, 2466) AS l_commitdate,
       DATE '1992-01-03' + mix(n, 11, 2554) AS l_receiptdate,
       (ARRAY['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])[mix(n, 12, 4) + 1] AS l_shipinstruct,
       (ARRAY['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])[mix(n, 13, 7) + 1] AS l_shipmode,
       substr('furiously even deposits sleep quickly along the blithely final requests; carefully bold ideas nag above the express pinto beans',
              mix(n, 14, 80) + 1, mix(n, 15, 34) + 10) AS l_comment
FROM generate_series(0, :items - 1) AS n;

CREATE UNLOGGED TABLE orders AS
SELECT n AS id,
       mix(n, 21, 1000000)::bigint AS customer_id,
       mix(n, 22, 400) AS store_id,
       mix(n, 23, 12) AS items,
       (mix(n, 24, 9000000) / 100.0)::numeric(12,2) AS total,
       (mix(n, 25, 100000) / 100.0)::numeric(12,2) AS shipping,
       mix(n, 26, 1000000) / 7.0::double precision AS weight,
       mix(n, 27, 5) = 0 AS gift,
       DATE '2020-01-01' + mix(n, 28, 2000) AS due_on,
       TIMESTAMP '2020-01-01' + mix(n, 29, 170000000) * INTERVAL '1 second' AS placed_at,
       TIMESTAMPTZ '2020-01-01 00:00+00' + n * INTERVAL '10 milliseconds' AS updated_at,
       (ARRAY['open', 'paid', 'packed', 'shipped', 'returned'])[mix(n, 30, 5) + 1] AS status,
       'customer-' || mix(n, 31, 1000000) || '@example.com' AS email,
       (ARRAY['NL', 'DE', 'FR', 'ES', 'IT', 'PL'])[mix(n, 32, 6) + 1] AS country,
       'street ' || mix(n, 33, 9999) || ', ' || mix(n, 34, 99999) AS address,
       md5(n::text) AS token,
       'clerk#' || lpad(mix(n, 35, 1000)::text, 9, '0') AS clerk,
       CASE WHEN mix(n, 36, 4) = 0 THEN NULL
            ELSE 'said "leave it, please", then ' || mix(n, 37, 100000) END AS note
FROM generate_series(1, :orders) AS n;

CREATE INDEX ON lineitem (l_orderkey);
CREATE INDEX ON orders (updated_at);
ALTER TABLE lineitem ALTER COLUMN l_orderkey SET NOT NULL;
ALTER TABLE orders ADD PRIMARY KEY (id);
VACUUM (FREEZE, ANALYZE) lineitem;
VACUUM (FREEZE, ANALYZE) orders;
