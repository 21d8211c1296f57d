-- The columns of TPC-H's lineitem; 6 million rows at scale 1.

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
FROM generate_series(0, 6 * :rows - 1) AS n;

CREATE INDEX ON lineitem (l_orderkey);
ALTER TABLE lineitem ALTER COLUMN l_orderkey SET NOT NULL;
VACUUM (FREEZE, ANALYZE) lineitem;
