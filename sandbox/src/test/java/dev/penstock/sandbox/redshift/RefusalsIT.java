package dev.penstock.sandbox.redshift;

import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that PostgreSQL can say and Redshift can't, with the words that one is told. */
@ExtendWith(WithStandIn.class)
class RefusalsIT {
  @ParameterizedTest
  @Refuses(Behaviour.POSTGRESQL_ONLY)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE INDEX i ON sales.t (id) | CREATE INDEX",
        "CREATE UNIQUE INDEX i ON sales.t (id) | CREATE INDEX",
        "CREATE SEQUENCE s | CREATE SEQUENCE",
        "CREATE TRIGGER x AFTER INSERT ON sales.t EXECUTE FUNCTION f() | CREATE TRIGGER",
        "CREATE DOMAIN d AS INT | CREATE DOMAIN",
        "CREATE TYPE mood AS ENUM ('sad') | CREATE TYPE",
        "CREATE EXTENSION hstore | CREATE EXTENSION",
        "COPY sales.t FROM STDIN | COPY FROM STDIN",
        "INSERT INTO sales.t VALUES (1) ON CONFLICT DO NOTHING | ON CONFLICT",
        "INSERT INTO sales.t VALUES (1) RETURNING id | RETURNING",
        "UPDATE sales.t SET id = 1 RETURNING id | RETURNING",
        "DELETE FROM sales.t WHERE id = 1 RETURNING id | RETURNING",
        "SAVEPOINT a | SAVEPOINT",
        "ROLLBACK TO SAVEPOINT a | SAVEPOINT",
        "LISTEN a | LISTEN",
        "NOTIFY a | NOTIFY",
        "DO $$ BEGIN END $$ | DO",
        "REINDEX TABLE sales.t | REINDEX",
        "LOCK TABLE sales.t IN SHARE MODE | A mode of LOCK",
        "CREATE TABLE sales.u (id INT CHECK (id > 0)) | A CHECK constraint",
        "CREATE TABLE sales.u (id INT, CHECK (id > 0)) | A CHECK constraint",
        "CREATE TABLE sales.u (id INT, EXCLUDE USING gist (id WITH =)) | An EXCLUDE constraint",
        "CREATE TABLE sales.u (id INT) INHERITS (sales.t) | INHERITS of a table",
        "CREATE TABLE sales.u (id INT) PARTITION BY RANGE (id) | PARTITION of a table",
        "CREATE TABLE sales.u PARTITION OF sales.t FOR VALUES IN (1) | PARTITION of a table",
        "CREATE TABLE sales.u (id INT) TABLESPACE x | TABLESPACE of a table",
        "CREATE TABLE sales.u (id INT REFERENCES sales.t ON DELETE CASCADE) | ON DELETE or ON UPDATE"
            + " of a foreign key",
        "CREATE TABLE sales.u (id INT[]) | An array as a column type",
        "SELECT ARRAY[1, 2] | An array",
        "SELECT ROW(1, 2) | A row constructor",
        "SELECT B'101' | A literal B''",
        "SELECT U&'d' | A literal U&''",
        "SELECT CURRENT_TIMESTAMP | CURRENT_TIMESTAMP (use GETDATE() or SYSDATE)",
        "SELECT LOCALTIMESTAMP | LOCALTIMESTAMP (use GETDATE() or SYSDATE)",
        "SELECT ctid FROM sales.t | System column ctid",
        "SELECT t.xmin FROM sales.t | System column xmin"
      })
  void whatRedshiftLacksIsRefused(String sql, String what, StandIn redshift) throws SQLException {
    refused(sql, what, redshift);
  }

  @ParameterizedTest
  @Refuses(Behaviour.QUERY_LIMITS)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT DISTINCT ON (id) id FROM sales.t | DISTINCT ON",
        "SELECT count(*) FILTER (WHERE id > 1) FROM sales.t | FILTER",
        "SELECT * FROM sales.t, LATERAL (SELECT 1) x | LATERAL",
        "SELECT * FROM sales.t FOR UPDATE | SELECT FOR UPDATE",
        "SELECT * FROM sales.t FOR SHARE | SELECT FOR SHARE",
        "SELECT * FROM sales.t FOR NO KEY UPDATE | SELECT FOR NO",
        "SELECT * FROM (VALUES (1), (2)) v | A VALUES list as a table",
        "SELECT * FROM sales.t TABLESAMPLE SYSTEM (10) | TABLESAMPLE",
        "SELECT 1 INTERSECT ALL SELECT 1 | INTERSECT ALL",
        "SELECT 1 EXCEPT ALL SELECT 1 | EXCEPT ALL",
        "SELECT 1 IS DISTINCT FROM 2 | IS DISTINCT FROM",
        "SELECT * FROM ONLY sales.t | ONLY, for there is no inheritance,",
        "SELECT sum(id) OVER w FROM sales.t WINDOW w AS (PARTITION BY id) | A WINDOW clause",
        "SELECT id FROM sales.t FETCH FIRST 1 ROW ONLY | FETCH FIRST (use LIMIT)",
        "SELECT count(DISTINCT (id, id)) FROM sales.t | COUNT(DISTINCT ...) of more than one column",
        "SELECT '{}' -> 'a' | Operator ->",
        "SELECT '{}' ->> 'a' | Operator ->>",
        "SELECT '{}' #>> 'a' | Operator #>>",
        "SELECT '{}' @> 'a' | Operator @>",
        "SELECT '{}' <@ 'a' | Operator <@",
        "SELECT 'a' ~~ 'b' | Operator ~~",
        "SELECT '{}' ? 'b' | Operator ?",
        "SELECT 'a' ~~* 'b' | Operator ~~*",
        "SELECT 'a' @@ 'b' | Operator @@",
        "SELECT 'a' && 'b' | Operator &&",
        "SELECT 1 OPERATOR(pg_catalog.+) 2 | OPERATOR()"
      })
  void whatQueriesCanNotSayIsRefused(String sql, String what, StandIn redshift)
      throws SQLException {
    refused(sql, what, redshift);
  }

  private static void refused(String sql, String what, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertThatThrownBy(() -> run(connection, sql))
          .isInstanceOf(RedshiftException.class)
          .hasMessageContaining(what + " is not supported by Redshift");
      // The session goes on.
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @NotKnown({
    Behaviour.POSTGRESQL_ONLY,
    Behaviour.QUERY_LIMITS,
    Behaviour.CATALOG,
    Behaviour.FUNCTIONS
  })
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UNLOAD ('select 1') TO 's3://b/k' | Statement UNLOAD",
        "SELECT 'a' ~* 'b' | Operator ~*",
        "SELECT * FROM information_schema.sequences | This view of information_schema",
        "SELECT now() | Function now"
      })
  void whatNobodyHasBuiltIsRefusedInOtherWords(String sql, String what, StandIn redshift)
      throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertRefused(() -> run(connection, sql), "0A000", what + " is not known to the stand-in");
    }
  }

  @Test
  @Refuses(Behaviour.POSTGRESQL_ONLY)
  void aRefusalInATransactionFailsTheTransaction(StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      connection.setAutoCommit(false);
      run(connection, "INSERT INTO sales.t VALUES (1)");

      assertThatThrownBy(() -> run(connection, "SELECT ARRAY[1]"))
          .hasMessageContaining("not supported by Redshift");
      assertRefused(() -> one(connection, "SELECT 1"), "25P02", "current transaction is aborted");

      connection.rollback();
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }
}
