-- Orders as a shop has them: 18 columns; 1.5 million rows at scale 1.

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
FROM generate_series(1, 3 * :rows / 2) AS n;

CREATE INDEX ON orders (updated_at);
ALTER TABLE orders ADD PRIMARY KEY (id);
VACUUM (FREEZE, ANALYZE) orders;
