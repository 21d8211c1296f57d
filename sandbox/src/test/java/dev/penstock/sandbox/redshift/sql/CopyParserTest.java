package dev.penstock.sandbox.redshift.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyParserTest {
  private static final String ROLE = "IAM_ROLE 'arn:aws:iam::123456789012:role/copy'";

  @Test
  void aParquetCopyIsUnderstood() throws Refusal {
    assertThat(
            Translator.translate(
                "COPY etl.\"Stg\" (a, \"B\") FROM 's3://bucket/p/m''1.json' %s FORMAT AS PARQUET MANIFEST STATUPDATE OFF;"
                    .formatted(ROLE)))
        .isEqualTo(
            new Statement.Copy(
                new CopyCommand(
                    "\"etl\".\"stg\"",
                    List.of("a", "b"),
                    "bucket",
                    "p/m'1.json",
                    "arn:aws:iam::123456789012:role/copy")));
  }

  @Test
  void messagesNameTheTableWithoutItsSchema() {
    assertThat(new CopyCommand("\"etl\".\"stg\"", List.of(), "b", "k", "r").bareTable())
        .isEqualTo("stg");
    assertThat(new CopyCommand("\"stg\"", List.of(), "b", "k", "r").bareTable()).isEqualTo("stg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FORMAT PARQUET MANIFEST MAXERROR 5 | MAXERROR argument is not supported for PARQUET based"
            + " COPY",
        "FORMAT PARQUET MANIFEST REGION 'x' | REGION argument is not supported for PARQUET based"
            + " COPY",
        "FORMAT PARQUET MANIFEST FILLRECORD | COPY with FILLRECORD is not known to the stand-in",
        "FORMAT PARQUET | COPY of a prefix, without MANIFEST, is not known to the stand-in",
        "CSV MANIFEST | COPY of CSV is not known to the stand-in",
        "FORMAT AS ORC MANIFEST | COPY with FORMAT ORC is not known to the stand-in",
        "MANIFEST | COPY without FORMAT PARQUET is not known to the stand-in",
        "FORMAT PARQUET MANIFEST FNORD | syntax error at or near \"fnord\""
      })
  void anIllegalOrUnknownOptionIsRefused(String options, String message) {
    assertThatThrownBy(
            () -> Translator.translate("COPY t FROM 's3://lake/m' %s %s".formatted(ROLE, options)))
        .isInstanceOf(Refusal.class)
        .hasMessage(message);
  }

  @Test
  void aRoleMustBeGivenAndLookLikeOne() {
    assertThatThrownBy(
            () -> Translator.translate("COPY t FROM 's3://lake/m' FORMAT PARQUET MANIFEST"))
        .hasMessage("CREDENTIALS argument is required but missing");
    assertThatThrownBy(() ->
            Translator.translate(
                "COPY t FROM 's3://lake/m' IAM_ROLE 'copy' FORMAT PARQUET MANIFEST"))
        .hasMessage("Invalid IAM role: copy");
  }
}
