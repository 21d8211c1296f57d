package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.BUCKET;
import static dev.penstock.sandbox.redshift.StandIn.ROLE;
import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.copy;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ManifestCopyIT {
  @Test
  @Reproduces(Behaviour.A_PREFIX_IS_NO_FOLDER)
  void aPrefixLoadsEveryObjectWhoseKeyBeginsSo(StandIn redshift) throws Exception {
    redshift.putText("prefix/cust/part-0", "1\n");
    redshift.putText("prefix/cust.log", "2\n");
    redshift.putText("prefix/cust_bak/part-0", "3\n");
    redshift.putText("prefix/customer", "4");
    redshift.putText("prefix/order", "5\n");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, text("prefix/cust", ""));

      assertThat(all(connection, "SELECT id FROM sales.t ORDER BY id"))
          .containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  @Reproduces(Behaviour.A_PREFIX_IS_NO_FOLDER)
  void aPrefixWithoutAnyObjectIsAnError(StandIn redshift) throws Exception {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");

      assertThatThrownBy(() -> run(connection, text("nothing/here", "CSV")))
          .isInstanceOf(RedshiftException.class)
          .hasMessageContaining("The specified S3 prefix 'nothing/here' does not exist");
    }
  }

  @Test
  @Reproduces(Behaviour.A_PREFIX_IS_NO_FOLDER)
  void aPrefixOfParquetNeedsNoLengths(StandIn redshift) throws Exception {
    redshift.putParquet("pq/a.parquet", "SELECT 1::INT id");
    redshift.putParquet("pq/b.parquet", "SELECT 2::INT id");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, text("pq/", "FORMAT PARQUET"));

      assertThat(one(connection, "SELECT sum(id) FROM sales.t")).isEqualTo("3");
    }
  }

  @Test
  @Reproduces({Behaviour.MANIFEST, Behaviour.MANIFEST_LENGTHS})
  void aFileThatIsListedTwiceIsLoadedTwice(StandIn redshift) throws Exception {
    redshift.putParquet("twice.parquet", "SELECT 1::INT id");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, copy("sales.t", redshift.manifest("twice.parquet", "twice.parquet")));

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("2");
    }
  }

  @Test
  @Reproduces(Behaviour.MANIFEST)
  void aMissingFileIsPassedOverUnlessItIsMandatory(StandIn redshift) throws Exception {
    redshift.putText("here.csv", "1\n");
    redshift.putText(
        "m/optional.json",
        "{\"entries\":[{\"url\":\"s3://%s/gone.csv\"},{\"url\":\"s3://%s/here.csv\"}]}"
            .formatted(BUCKET, BUCKET));
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      run(connection, text("m/optional.json", "CSV MANIFEST"));

      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("1");
    }
  }

  @Test
  @Refuses(Behaviour.MANIFEST)
  void noFileAtAllIsAnError(StandIn redshift) throws Exception {
    redshift.putText(
        "m/none.json", "{\"entries\":[{\"url\":\"s3://%s/gone.csv\"}]}".formatted(BUCKET));

    assertFails(redshift, text("m/none.json", "CSV MANIFEST"), "8001");
  }

  @Test
  @Refuses({Behaviour.MANIFEST, Behaviour.COPY_IS_ATOMIC})
  void aMissingMandatoryFileFailsTheWholeLoad(StandIn redshift) throws Exception {
    redshift.putParquet("a.parquet", "SELECT 1::INT id");
    redshift.putParquet("b.parquet", "SELECT 1::INT id");
    String manifest = redshift.manifest("a.parquet", "b.parquet");
    redshift.s3().deleteObject(b -> b.bucket(BUCKET).key("b.parquet"));

    assertFails(redshift, copy("sales.t", manifest), "Error NoSuchKey");
  }

  @Test
  @Refuses(Behaviour.MANIFEST)
  void aCompressedManifestIsRefused(StandIn redshift) throws Exception {
    redshift.putText("gz.csv", "1\n");
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(
          "{\"entries\":[{\"url\":\"s3://%s/gz.csv\"}]}"
              .formatted(BUCKET)
              .getBytes(StandardCharsets.UTF_8));
    }
    redshift.put("m/plain.json.gz", compressed.toByteArray());

    assertFails(redshift, text("m/plain.json.gz", "CSV MANIFEST"), "8001");
  }

  @Test
  @Refuses(Behaviour.MANIFEST_LENGTHS)
  void aParquetManifestWithoutLengthsIsRefused(StandIn redshift) throws Exception {
    redshift.putParquet("a.parquet", "SELECT 1::INT id");
    redshift.putText(
        "m/nometa.json",
        "{\"entries\":[{\"url\":\"s3://%s/a.parquet\",\"mandatory\":true}]}".formatted(BUCKET));

    assertFails(redshift, copy("sales.t", "m/nometa.json"), "File entry does not have 'meta' key.");
  }

  @Test
  @Refuses(Behaviour.MANIFEST_LENGTHS)
  void aLengthAboveTheFilesIsAnInvalidRange(StandIn redshift) throws Exception {
    redshift.putParquet("a.parquet", "SELECT 1::INT id");
    redshift.putText(
        "m/long.json",
        "{\"entries\":[{\"url\":\"s3://%s/a.parquet\",\"meta\":{\"content_length\":99999}}]}"
            .formatted(BUCKET));

    assertFails(redshift, copy("sales.t", "m/long.json"), "Status 416,Error InvalidRange");
  }

  private static void assertFails(StandIn redshift, String copy, String detail) throws Exception {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT)");
      ThrowingCallable load = () -> run(connection, copy);

      assertThatThrownBy(load)
          .isInstanceOfSatisfying(
              RedshiftException.class,
              e -> assertThat(e.getServerErrorMessage().getDetail()).contains(detail));
      assertThat(one(connection, "SELECT count(*) FROM sales.t")).isEqualTo("0");
    }
  }

  private static String text(String key, String options) {
    return "COPY sales.t FROM 's3://%s/%s' IAM_ROLE '%s' %s".formatted(BUCKET, key, ROLE, options);
  }
}
