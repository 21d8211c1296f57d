-- Rows are functions of their number, so the same scale gives the same rows. :rows is their count.

CREATE FUNCTION mix(n bigint, salt integer, below integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
  $$ SELECT abs(hashint8extended(n, salt) % below)::integer $$;
