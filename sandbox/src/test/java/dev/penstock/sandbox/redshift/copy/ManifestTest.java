package dev.penstock.sandbox.redshift.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
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
                .files())
        .containsExactly(
            new SourceFile("b", "k 1.parquet", true, OptionalLong.of(12)),
            new SourceFile("b", "k 1.parquet", false, OptionalLong.of(12)));
  }

  @Test
  void textNeedsNoLengths() throws LoadFailure {
    byte[] json = "{\"entries\":[{\"url\":\"s3://b/k\"}]}".getBytes(StandardCharsets.UTF_8);

    assertThat(Manifest.read("s3://b/m", json, false).files())
        .containsExactly(new SourceFile("b", "k", false, OptionalLong.empty()));
  }

  @Test
  void aCompressedManifestIsRefused() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write("{\"entries\":[{\"url\":\"s3://b/k\"}]}".getBytes(StandardCharsets.UTF_8));
    }

    assertThatThrownBy(() -> Manifest.read("s3://b/m", compressed.toByteArray(), false))
        .isInstanceOf(LoadFailure.class)
        .hasMessageContaining("Problem reading manifest file");
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
              assertThat(e.errors()).hasSize(1);
              assertThat(e.errors().getFirst().code()).isEqualTo(code);
              assertThat(e.errors().getFirst().reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 2", "9, 4", "10, 5", "18, 8", "19, 9", "20, 9", "38, 16"})
  void aDecimalHasTheFewestBytesThatHoldItsPrecision(int precision, int bytes) {
    assertThat(ParquetRule.minimalLength(precision)).isEqualTo(bytes);
  }

  private static Manifest read(String json) throws LoadFailure {
    return Manifest.read("s3://b/m", json.getBytes(StandardCharsets.UTF_8), true);
  }
}
