package dev.penstock.sandbox.redshift.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Compression;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Credentials;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Source;
import dev.penstock.sandbox.redshift.sql.CopyOptions.Flag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyParserTest {
  private static final String ARN = "arn:aws:iam::123456789012:role/copy";
  private static final String ROLE = "IAM_ROLE '" + ARN + "'";

  @Test
  void aParquetCopyIsUnderstood() throws Refusal {
    assertThat(
            parse(
                "COPY etl.\"Stg\" (a, \"B\") FROM 's3://bucket/p/m''1.json' %s FORMAT AS PARQUET MANIFEST STATUPDATE OFF;"
                    .formatted(ROLE)))
        .isEqualTo(
            new CopyCommand(
                "\"etl\".\"stg\"",
                List.of("a", "b"),
                new Source.Manifest("bucket", "p/m'1.json"),
                new Credentials.Role(ARN),
                new Format.Parquet(false),
                Compression.NONE,
                CopyOptions.none()));
  }

  @Test
  void aCsvCopyWithItsOptionsIsUnderstood() throws Refusal {
    CopyCommand command =
        parse(
            "copy t from 's3://lake/orders/' %s csv quote as '%%' delimiter '\\t' gzip ignoreheader 1 maxerror as 5 null as 'NA' emptyasnull blanksasnull fillrecord truncatecolumns roundec dateformat 'auto' timeformat as 'epochsecs' acceptinvchars as '^' acceptanydate region 'eu-west-1' compupdate off statupdate on"
                .formatted(ROLE));

    assertThat(command.source()).isEqualTo(new Source.Prefix("lake", "orders/"));
    assertThat(command.format()).isEqualTo(new Format.Csv("\t", '%'));
    assertThat(command.compression()).isEqualTo(Compression.GZIP);
    assertThat(command.options())
        .isEqualTo(
            new CopyOptions(
                Set.of(
                    Flag.EMPTYASNULL,
                    Flag.BLANKSASNULL,
                    Flag.FILLRECORD,
                    Flag.TRUNCATECOLUMNS,
                    Flag.ROUNDEC,
                    Flag.ACCEPTANYDATE),
                5,
                1,
                "NA",
                Optional.of('^'),
                Optional.of("auto"),
                Optional.of("epochsecs")));
  }

  @Test
  void whatIsSaidOfNothingIsRedshiftsDefault() throws Refusal {
    CopyCommand command = parse("COPY t FROM 's3://lake/t' " + ROLE);

    assertThat(command.format()).isEqualTo(new Format.Delimited("|", false, false));
    assertThat(command.options().nullAs()).isEqualTo("\\N");
    assertThat(parse("COPY t FROM 's3://lake/t' " + ROLE + " FORMAT AS CSV").format())
        .isEqualTo(new Format.Csv(",", '"'));
    assertThat(parse("COPY t FROM 's3://lake/t' " + ROLE + " JSON 'auto ignorecase'").format())
        .isEqualTo(new Format.JsonLines(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=sec=ret;token=tok'",
        "WITH CREDENTIALS AS 'aws_access_key_id=AKIA;aws_secret_access_key=sec=ret;token=tok'",
        "ACCESS_KEY_ID 'AKIA' SECRET_ACCESS_KEY 'sec=ret' SESSION_TOKEN 'tok'"
      })
  void keysMayTakeTheRolesPlace(String keys) throws Refusal {
    assertThat(parse("COPY t FROM 's3://lake/t' " + keys + " CSV").credentials())
        .isEqualTo(new Credentials.Keys("AKIA", "sec=ret", Optional.of("tok")));
  }

  @Test
  void aRoleMayStandAmongCredentials() throws Refusal {
    assertThat(
            parse("COPY t FROM 's3://lake/t' CREDENTIALS 'aws_iam_role=" + ARN + "'").credentials())
        .isEqualTo(new Credentials.Role(ARN));
  }

  @Test
  void messagesNameTheTableWithoutItsSchema() throws Refusal {
    assertThat(parse("COPY etl.stg FROM 's3://lake/t' " + ROLE).bareTable()).isEqualTo("stg");
    assertThat(parse("COPY stg FROM 's3://lake/t' " + ROLE).bareTable()).isEqualTo("stg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "FORMAT PARQUET MAXERROR 5 ! MAXERROR argument is not supported for PARQUET based COPY",
        "FORMAT PARQUET REGION 'x' ! REGION argument is not supported for PARQUET based COPY",
        "FORMAT PARQUET GZIP ! GZIP argument is not supported for PARQUET based COPY",
        "FORMAT PARQUET ACCEPTANYDATE ! ACCEPTANYDATE argument is not supported for PARQUET based COPY",
        "CSV ESCAPE ! ESCAPE argument is not supported with CSV",
        "CSV REMOVEQUOTES ! REMOVEQUOTES argument is not supported with CSV",
        "CSV FIXEDWIDTH 'a:3' ! COPY with FIXEDWIDTH is not known to the stand-in",
        "JSON 'auto' DELIMITER ',' ! DELIMITER argument is not supported with JSON",
        "JSON 'noshred' ! COPY with JSON 'noshred' is not known to the stand-in",
        "JSON 's3://lake/paths' ! COPY with JSON 's3://lake/paths' is not known to the stand-in",
        "QUOTE '~' ! QUOTE argument is not supported with a format other than CSV",
        "CSV SERIALIZETOJSON ! SERIALIZETOJSON argument is only supported for columnar COPY",
        "CSV GZIP ZSTD ! conflicting or redundant options",
        "CSV GZIP GZIP ! conflicting or redundant options",
        "CSV JSON 'auto' ! conflicting or redundant options",
        "CSV LZOP ! COPY with LZOP is not known to the stand-in",
        "CSV MAXERROR 100001 ! MAXERROR must be between 0 and 100000",
        "CSV MAXERROR many ! syntax error at or near \"many\"",
        "CSV DATEFORMAT 'AUTO' ! DATEFORMAT 'AUTO' is not known to the stand-in",
        "CSV TIMEFORMAT 'hh:mi tz' ! TIMEFORMAT 'hh:mi tz' is not known to the stand-in",
        "CSV ENCODING UTF16 ! COPY with ENCODING UTF16 is not known to the stand-in",
        "FORMAT AS ORC ! COPY with FORMAT ORC is not known to the stand-in",
        "AVRO 'auto' ! COPY with FORMAT AVRO is not known to the stand-in",
        "FORMAT PARQUET MANIFEST FNORD ! syntax error at or near \"fnord\""
      })
  void anIllegalOrUnknownOptionIsRefused(String options, String message) {
    assertThatThrownBy(() -> parse("COPY t FROM 's3://lake/m' %s %s".formatted(ROLE, options)))
        .isInstanceOf(Refusal.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "CSV ! CREDENTIALS argument is required but missing",
        "ACCESS_KEY_ID 'AKIA' ! CREDENTIALS argument is required but missing",
        "CREDENTIALS 'aws_access_key_id=AKIA' ! CREDENTIALS argument is required but missing",
        "IAM_ROLE 'copy' ! Invalid IAM role: copy",
        "IAM_ROLE default ! IAM_ROLE as default is not known to the stand-in",
        "IAM_ROLE 'arn:aws:iam::123456789012:role/c' ACCESS_KEY_ID 'A' SECRET_ACCESS_KEY 'B' ! conflicting or redundant options"
      })
  void exactlyOneWayToReadMustBeGiven(String clauses, String message) {
    assertThatThrownBy(() -> parse("COPY t FROM 's3://lake/m' " + clauses)).hasMessage(message);
  }

  @Test
  void secretsAreNotPrinted() throws Refusal {
    assertThat(
            parse("COPY t FROM 's3://lake/m' ACCESS_KEY_ID 'A' SECRET_ACCESS_KEY 'hidden'")
                .toString())
        .doesNotContain("hidden");
  }

  private static CopyCommand parse(String sql) throws Refusal {
    return ((Statement.Copy) Translator.translate(sql)).command();
  }
}
