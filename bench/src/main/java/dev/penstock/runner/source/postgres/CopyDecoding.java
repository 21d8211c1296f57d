package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Schema;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds that it takes to decode a row like an order line of TPC-H, of 16 columns, from the
 * binary format of COPY into a batch. It lies beside the decoder, which nobody else may call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CopyDecoding {
  private static final List<PostgresColumn> COLUMNS =
      List.of(
          new PostgresColumn("l_orderkey", "int8", -1, "bigint"),
          new PostgresColumn("l_partkey", "int8", -1, "bigint"),
          new PostgresColumn("l_suppkey", "int8", -1, "bigint"),
          new PostgresColumn("l_linenumber", "int4", -1, "integer"),
          money("l_quantity"),
          money("l_extendedprice"),
          money("l_discount"),
          money("l_tax"),
          text("l_returnflag"),
          text("l_linestatus"),
          date("l_shipdate"),
          date("l_commitdate"),
          date("l_receiptdate"),
          text("l_shipinstruct"),
          text("l_shipmode"),
          text("l_comment"));

  private final Schema schema =
      new Schema(COLUMNS.stream().map(column -> column.column().orElseThrow()).toList());
  private final Batch batch = new Batch(schema);
  private CopyDecoder decoder = new CopyDecoder(schema, COLUMNS, "table public.lineitem");
  private byte[] rows = {};

  private static PostgresColumn money(String name) {
    return new PostgresColumn(name, "numeric", (15 << 16 | 2) + 4, "numeric(15,2)");
  }

  private static PostgresColumn text(String name) {
    return new PostgresColumn(name, "text", -1, "text");
  }

  private static PostgresColumn date(String name) {
    return new PostgresColumn(name, "date", -1, "date");
  }

  /** A batch of rows, as one message without the header of the format. */
  @Setup
  public void encode() throws IOException {
    var random = new Random(1);
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (int row = 0; row < Batch.ROWS; row++) {
        row(out, row, random);
      }
    }
    rows = bytes.toByteArray();
    decoder = new CopyDecoder(schema, COLUMNS, "table public.lineitem");
    byte[] header = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    decoder.take(header, 0, header.length);
  }

  private static void row(DataOutputStream out, int row, Random random) throws IOException {
    out.writeShort(COLUMNS.size());
    for (int i = 0; i < 3; i++) {
      out.writeInt(Long.BYTES);
      out.writeLong(row + random.nextInt(1_000_000));
    }
    out.writeInt(Integer.BYTES);
    out.writeInt(row % 7);
    for (int i = 0; i < 4; i++) {
      numeric(out, random);
    }
    text(out, "R");
    text(out, "F");
    for (int i = 0; i < 3; i++) {
      out.writeInt(Integer.BYTES);
      out.writeInt(random.nextInt(2500));
    }
    text(out, "DELIVER IN PERSON");
    text(out, "TRUCK");
    text(out, "x".repeat(10 + random.nextInt(33)));
  }

  /** Three digits to the base of 10,000: two before the point, one behind it. */
  private static void numeric(DataOutputStream out, Random random) throws IOException {
    out.writeInt(14);
    out.writeShort(3);
    out.writeShort(1);
    out.writeShort(0);
    out.writeShort(2);
    out.writeShort(1 + random.nextInt(9));
    out.writeShort(random.nextInt(10_000));
    out.writeShort(100 * random.nextInt(100));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** {@return the batch, filled} */
  @Benchmark
  @OperationsPerInvocation(Batch.ROWS)
  public Batch decode() {
    batch.clear();
    decoder.take(rows, 0, rows.length);
    int rows = 0;
    int decoded = 0;
    while (decoder.row()) {
      rows++;
      if (decoder.full()) {
        decoder.decode(batch, decoded);
        decoded = rows;
      }
    }
    decoder.decode(batch, decoded);
    batch.filled(rows);
    return batch;
  }
}
