package dev.penstock.sandbox.redshift.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table s.T (a varchar, b varchar(max), c text, d char, e super, f decimal) | CREATE"
            + " TABLE \"s\".\"t\" (\"a\" varchar(256), \"b\" varchar(65535), \"c\" varchar(256),"
            + " \"d\" char(1), \"e\" jsonb, \"f\" numeric(18,0))",
        "create table t (id bigint identity(1, 2), v int default 0 not null) | CREATE TABLE \"t\""
            + " (\"id\" bigint GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 14), \"v\""
            + " integer DEFAULT 0 NOT NULL)",
        "lock a, s.b | LOCK TABLE \"a\", \"s\".\"b\" IN ACCESS EXCLUSIVE MODE",
        "begin transaction isolation level read committed read only | BEGIN READ ONLY",
        "create view v as select 1 as binding | CREATE VIEW \"v\" AS select 1 as binding",
        "end | COMMIT",
        "abort work | ROLLBACK",
        "set readonly=1 | SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "set query_group to 'load' | SET penstock.query_group TO 'load'",
        "delete t where a = 1 | DELETE FROM \"t\" where a = 1",
        "truncate table t | TRUNCATE TABLE \"t\"",
        "select \"A\" from t; | select \"a\" from t"
      })
  void aStatementBecomesPostgresqls(String sql, String expected) throws Refusal {
    assertThat(Translator.translate(sql))
        .isInstanceOfSatisfying(
            Statement.Forward.class, forward -> assertThat(forward.sql()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into s.t (a) values (1) | \"s\".\"t\"",
        "update t set a = 1 | \"t\"",
        "delete from t using s where t.a = s.a | \"t\"",
        "merge into t using s on t.a = s.a when matched then delete when not matched then insert"
            + " values (s.a) | \"t\""
      })
  void aWriteNamesTheTableToLock(String sql, String table) throws Refusal {
    assertThat(Translator.translate(sql))
        .isInstanceOfSatisfying(
            Statement.Forward.class, forward -> assertThat(forward.writes()).contains(table));
  }

  @Test
  void nestedDecodesDoNotGrowWithoutBound() {
    StringBuilder nested = new StringBuilder("a");
    for (int depth = 0; depth < 60; depth++) {
      nested.insert(0, "decode(").append(", 1, 2, 3, 4)");
    }
    assertThatThrownBy(() -> Translator.translate("select " + nested + " from t"))
        .isInstanceOf(Refusal.class)
        .hasMessage("A DECODE that repeats more than 10000 words is not known to the stand-in");
  }

  @Test
  void aReadLocksNothing() throws Refusal {
    assertThat(Translator.translate("select a from t where b in (select max(b) from u)"))
        .isInstanceOfSatisfying(
            Statement.Forward.class, forward -> assertThat(forward.writes()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create trigger x | CREATE TRIGGER is not supported by Redshift",
        "create sequence x | CREATE SEQUENCE is not supported by Redshift",
        "create unique index x | CREATE INDEX is not supported by Redshift",
        "create table t (a int[]) | An array as a column type is not supported by Redshift",
        "create table t (a uuid) | Column type uuid is not supported by Redshift",
        "create table t (a decimal(39,0)) | NUMERIC precision 39 must be between 1 and 38",
        "select distinct on (a) b from t | DISTINCT ON is not supported by Redshift",
        "select array[1] | An array is not supported by Redshift",
        "select 1; select 2 | cannot insert multiple commands into a prepared statement",
        "delete from t x using s where x.a = s.a | An alias for the target of DELETE is not known to"
            + " the stand-in",
        "delete from t using (select 1 a) s where t.a = s.a | A subquery in USING of DELETE is not"
            + " known to the stand-in",
        "select count(distinct a, b) from t | COUNT(DISTINCT ...) of more than one column is not"
            + " supported by Redshift",
        "select count(distinct (a, b)) from t | COUNT(DISTINCT ...) of more than one column is not"
            + " supported by Redshift",
        "alter table t alter column a type int | ALTER COLUMN TYPE to anything but VARCHAR is not"
            + " supported by Redshift",
        "savepoint a | SAVEPOINT is not supported by Redshift",
        "with x as (select 1) insert into t select 1 | WITH before INSERT (it stands before the"
            + " SELECT) is not supported by Redshift",
        "with x as (delete from t) select 1 | DELETE inside of a WITH is not supported by Redshift",
        "merge into t using (select 1) s on true | A subquery as the source of MERGE is not"
            + " supported by Redshift",
        "merge into t using s on true when matched then delete | MERGE statement with a single WHEN"
            + " clause is not enabled.",
        "alter table t add column a int, add column b int | More than one change in an ALTER TABLE"
            + " is not supported by Redshift",
        "unload ('select 1') to 's3://b/k' | Statement unload is not known to the stand-in",
        "fnord | Statement fnord is not known to the stand-in"
      })
  void whatIsNotKnownIsRefused(String sql, String message) {
    assertThatThrownBy(() -> Translator.translate(sql))
        .isInstanceOf(Refusal.class)
        .hasMessage(message);
  }
}
