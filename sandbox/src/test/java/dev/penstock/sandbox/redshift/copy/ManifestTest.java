package dev.penstock.sandbox.redshift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
  @Test
  void entriesAreReadAndOtherKeysIgnored() throws LoadFailure {
    assertThat(
            read("""
            {"run": 7, "entries": [
              {"url": "s3://b/k 1.parquet", "mandatory": true, "rows": 3, "meta": {"content_length": 12}},
              {"url": "s3://b/k 1.parquet", "meta": {"content_length": 12}}]}\
            """)
                .entries())
        .containsExactly(
            new Manifest.Entry("b", "k 1.parquet", true, 12),
            new Manifest.Entry("b", "k 1.parquet", false, 12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | 8001 | no JSON",
        "{} | 8001 | no entries",
        "{\"entries\":[]} | 8001 | no entries",
        "{\"entries\":[{\"url\":\"k\"}]} | 8001 | no url",
        "{\"entries\":[{\"url\":\"s3://b/k\"}]} | 15003 | File entry does not have 'meta' key.",
        "{\"entries\":[{\"url\":\"s3://b/k\",\"meta\":{}}]} | 15003 | content_length"
      })
  void aManifestThatCannotBeUsedIsRefused(String json, int code, String reason) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            LoadFailure.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 2", "9, 4", "10, 5", "18, 8", "19, 9", "20, 9", "38, 16"})
  void aDecimalHasTheFewestBytesThatHoldItsPrecision(int precision, int bytes) {
    assertThat(TypeRule.minimalLength(precision)).isEqualTo(bytes);
  }

  private static Manifest read(String json) throws LoadFailure {
    return Manifest.read("s3://b/m", json.getBytes(StandardCharsets.UTF_8));
  }
}
