package dev.penstock.sandbox.redshift.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateTableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table t (a int primary key, b int unique references u(x)) | CREATE TABLE \"t\" (\"a\""
            + " integer NOT NULL, \"b\" integer) |"
            + " {\"keys\":[{\"kind\":\"p\",\"columns\":[\"a\"]},{\"kind\":\"u\",\"columns\":[\"b\"]},{\"kind\":\"f\",\"columns\":[\"b\"]}]}",
        "create table t (a int not null, b int, constraint k primary key (a, b), foreign key (a)"
            + " references u (a)) | CREATE TABLE \"t\" (\"a\" integer NOT NULL, \"b\" integer NOT NULL) |"
            + " {\"keys\":[{\"kind\":\"p\",\"name\":\"k\",\"columns\":[\"a\",\"b\"]},{\"kind\":\"f\",\"columns\":[\"a\"]}]}",
        "create table t (a int encode az64 distkey sortkey) diststyle key | CREATE TABLE \"t\""
            + " (\"a\" integer) |"
            + " {\"diststyle\":\"KEY\",\"distkey\":\"a\",\"sortstyle\":\"COMPOUND\",\"sortkey\":[\"a\"],\"encodings\":{\"a\":\"az64\"}}",
        "create table t (a int, b int) backup no interleaved sortkey (b, a) | CREATE TABLE \"t\""
            + " (\"a\" integer, \"b\" integer) |"
            + " {\"sortstyle\":\"INTERLEAVED\",\"sortkey\":[\"b\",\"a\"],\"backup\":false}",
        "create table t (like s.u including defaults) | CREATE TABLE \"t\" (LIKE \"s\".\"u\" INCLUDING"
            + " DEFAULTS) | {\"like\":\"\\\"s\\\".\\\"u\\\"\"}",
        "create table t (x, y) distkey(x) as select 1, 2 | CREATE TABLE \"t\" (\"x\", \"y\") AS select"
            + " 1, 2 | {\"diststyle\":\"KEY\",\"distkey\":\"x\"}",
        "create table t (a varbyte(20)) | CREATE TABLE \"t\" (\"a\" bytea) | {\"lengths\":{\"a\":20}}",
        "alter table t add column c varchar(5) encode zstd | ALTER TABLE \"t\" ADD COLUMN \"c\""
            + " varchar(5) | {\"encodings\":{\"c\":\"zstd\"}}"
      })
  void whatPostgresqlHasNoPlaceForFollowsInAComment(String sql, String postgres, String note)
      throws Refusal {
    assertThat(Translator.translate(sql))
        .isInstanceOfSatisfying(
            Statement.Forward.class,
            forward ->
                assertThat(forward.sql()).isEqualTo(postgres + " /* penstock " + note + " */"));
  }

  @Test
  void noNameEndsTheComment() throws Refusal {
    assertThat(Translator.translate("create table t (\"a*/ b\" int distkey)"))
        .isInstanceOfSatisfying(
            Statement.Forward.class,
            forward ->
                assertThat(forward.sql())
                    .endsWith(
                        "/* penstock {\"diststyle\":\"KEY\",\"distkey\":\"a\\u002a/ b\"} */"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table t (like u) distkey (a) | LIKE together with attributes of the table is not"
            + " supported by Redshift",
        "create table t (like u including all) | LIKE with more than DEFAULTS is not supported by"
            + " Redshift",
        "create table if not exists t as select 1 | IF NOT EXISTS in CREATE TABLE AS is not supported"
            + " by Redshift",
        "create table t (a int distkey, b int distkey) | More than one DISTKEY is not supported by"
            + " Redshift",
        "create table t (a int) diststyle key | DISTSTYLE KEY without a DISTKEY is not supported by"
            + " Redshift",
        "create table t (a int distkey) diststyle all | DISTKEY with DISTSTYLE ALL is not supported"
            + " by Redshift",
        "create table t (a int sortkey) sortkey (a) | More than one SORTKEY is not supported by"
            + " Redshift",
        "create table t (a varchar encode az64) | invalid encoding type specified for column \"a\"",
        "create table t (a int encode gzip) | encoding \"gzip\" not recognized",
        "create table t (a super sortkey) | A SUPER column as DISTKEY or SORTKEY is not supported by"
            + " Redshift",
        "create table t (a smallint identity(1, 1)) | An IDENTITY column that is neither INTEGER nor"
            + " BIGINT is not supported by Redshift",
        "create table t (a int) inherits (u) | INHERITS of a table is not supported by Redshift",
        "create table t (a int) partition by range (a) | PARTITION of a table is not supported by"
            + " Redshift",
        "create table t (a int) tablespace x | TABLESPACE of a table is not supported by Redshift",
        "create table t (a int) with (fillfactor = 10) | WITH of a table is not supported by"
            + " Redshift",
        "create table t (a int, exclude using gist (a with =)) | An EXCLUDE constraint is not"
            + " supported by Redshift",
        "create table t (a int references u on delete cascade) | ON DELETE or ON UPDATE of a foreign"
            + " key is not supported by Redshift"
      })
  void whatRedshiftLacksIsRefused(String sql, String message) {
    assertThatThrownBy(() -> Translator.translate(sql))
        .isInstanceOf(Refusal.class)
        .hasMessage(message);
  }
}
