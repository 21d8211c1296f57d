-- Four columns; 6 million rows at scale 1.

CREATE UNLOGGED TABLE narrow AS
SELECT n AS id,
       (mix(n, 3, 5000) / 100.0)::numeric(15,2) AS quantity,
       DATE '1992-01-02' + mix(n, 9, 2526) AS day,
       'clerk#' || mix(n, 35, 1000) AS clerk
FROM generate_series(1, 6 * :rows) AS n;

ALTER TABLE narrow ADD PRIMARY KEY (id);
VACUUM (FREEZE, ANALYZE) narrow;
