package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes as the protocol's documentation has them; PostgresSourceIT has a real server's. */
class CopyDecoderTest {
  private static final String HEADER = "5047434f50590aff0d0a00" + "00000000" + "00000000";

  private final PostgresColumn id = new PostgresColumn("id", "int8", -1, "bigint");
  private final PostgresColumn name = new PostgresColumn("name", "text", -1, "text");

  private static Schema schema(PostgresColumn... columns) {
    return new Schema(Arrays.stream(columns).map(c -> c.column().orElseThrow()).toList());
  }

  private static CopyDecoder decoder(PostgresColumn... columns) {
    return new CopyDecoder(schema(columns), List.of(columns), "table public.t");
  }

  private static void take(CopyDecoder decoder, byte[] message) {
    decoder.take(message, 0, message.length);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static List<Object> one(PostgresColumn column, String field) {
    CopyDecoder decoder = decoder(column);
    take(decoder, hex(HEADER + "0001" + "%08x".formatted(hex(field).length) + field));
    Batch batch = new Batch(schema(column));
    assertThat(decoder.row()).isTrue();
    decoder.decode(batch, 0);
    batch.filled(1);
    return Rows.read(batch, schema(column)).getFirst();
  }

  @Test
  void severalRowsOfOneMessageAndTheTrailerAreTold() {
    CopyDecoder decoder = decoder(id, name);
    take(
        decoder,
        hex(HEADER + "0002 00000008 8000000000000000 00000002 6869" + "0002 ffffffff ffffffff"));
    Batch batch = new Batch(schema(id, name));
    assertThat(decoder.row()).isTrue();
    assertThat(decoder.row()).isTrue();
    assertThat(decoder.row()).isFalse();
    decoder.decode(batch, 0);
    take(decoder, hex("ffff"));
    assertThat(decoder.row()).isFalse();
    batch.filled(2);
    assertThat(Rows.read(batch, schema(id, name)))
        .containsExactly(List.of(Long.MIN_VALUE, "hi"), Arrays.asList(null, null));
  }

  /** Count of digits, weight, sign, display scale, digits to the base of 10,000. */
  @ParameterizedTest
  @CsvSource({
    "12, 2, 0000 0000 0000 0002, 0.00",
    "12, 2, 0002 0000 0000 0002 0001 157c, 1.55",
    "12, 2, 0001 ffff 4000 0002 0064, -0.01",
    "12, 2, 0001 0001 0000 0002 0001, 10000.00",
    "12, 2, 0001 0002 4000 0002 0063, -9900000000.00",
    "18, 0, 0005 0004 4000 0000 0063 270f 270f 270f 270f, -999999999999999999",
    "18, 18, 0001 fffb 0000 0012 0064, 0.000000000000000001",
    "19, 0, 0005 0004 0000 0000 03e7 270f 270f 270f 270f, 9999999999999999999",
    "38, 0, 0001 0009 4000 0000 0063, -99000000000000000000000000000000000000",
    "38, 38, 0001 fff6 0000 0026 0064, 0.00000000000000000000000000000000000001"
  })
  void aNumericIsDecodedToItsDeclaredScale(int precision, int scale, String field, String value) {
    int modifier = (precision << 16 | scale) + 4;
    var column = new PostgresColumn("n", "numeric", modifier, "numeric");
    assertThat(one(column, field)).containsExactly(new BigDecimal(value));
  }

  /** Against arithmetic that knows no widths, in every precision and scale of a column. */
  @Test
  void everyNumericThatAServerMaySendIsDecodedExactly() {
    var random = new Random(20260101);
    for (int precision = 1; precision <= 38; precision++) {
      for (int scale = 0; scale <= precision; scale++) {
        var column =
            new PostgresColumn("n", "numeric", (precision << 16 | scale) + 4, "numeric(p,s)");
        for (BigInteger unscaled : edges(precision, random)) {
          var value = new BigDecimal(unscaled, scale);
          assertThat(one(column, numeric(value)))
              .as("numeric(%d,%d)", precision, scale)
              .containsExactly(value);
        }
      }
    }
  }

  /** A foreign table may send numbers that its column does not declare. */
  @Test
  void aNumericOfMoreDigitsThanDeclaredIsRefused() {
    for (int precision = 1; precision <= 38; precision++) {
      for (int scale = 0; scale <= precision; scale++) {
        var column =
            new PostgresColumn("n", "numeric", (precision << 16 | scale) + 4, "numeric(p,s)");
        for (int more = 0; more < 24; more++) {
          var value = new BigDecimal(BigInteger.TEN.pow(precision + more), scale);
          assertThatThrownBy(() -> one(column, numeric(value)))
              .as("%s in numeric(%d,%d)", value, precision, scale)
              .isInstanceOf(DataException.class)
              .hasMessageContaining("a number of more digits than are declared");
        }
      }
    }
  }

  /** The least and the most, powers of ten and their neighbours, and some between. */
  private static List<BigInteger> edges(int precision, Random random) {
    var edges = new ArrayList<BigInteger>(List.of(BigInteger.ZERO));
    for (int digits = 1; digits <= precision; digits++) {
      var power = BigInteger.TEN.pow(digits - 1);
      edges.add(power);
      edges.add(power.multiply(BigInteger.TEN).subtract(BigInteger.ONE));
      edges.add(power.multiply(BigInteger.valueOf(random.nextInt(1, 10))));
      edges.add(new BigInteger(power.bitLength(), random).mod(BigInteger.TEN.pow(digits)));
    }
    edges.addAll(edges.stream().map(BigInteger::negate).toList());
    return edges;
  }

  /**
   * {@return the field as the server makes it: no zeros before the first digit or behind the last}
   */
  private static String numeric(BigDecimal value) {
    int scale = value.scale();
    int fraction = Math.ceilDiv(scale, 4);
    var base = BigInteger.valueOf(10_000);
    var rest = value.abs().movePointRight(4 * fraction).toBigIntegerExact();
    var digits = new ArrayDeque<Integer>();
    for (; rest.signum() != 0; rest = rest.divide(base)) {
      digits.addFirst(rest.mod(base).intValue());
    }
    int weight = digits.isEmpty() ? 0 : digits.size() - fraction - 1;
    while (!digits.isEmpty() && digits.getLast() == 0) {
      digits.removeLast();
    }
    var hex = new StringBuilder();
    hex.append("%04x%04x".formatted(digits.size(), weight & 0xFFFF));
    hex.append(value.signum() < 0 ? "4000" : "0000").append("%04x".formatted(scale));
    digits.forEach(digit -> hex.append("%04x".formatted(digit)));
    return hex.toString();
  }

  /** Some rows are decoded before others come, and a batch begins behind the first. */
  @Test
  void rowsAreDecodedInPiecesOfAnyLength() {
    CopyDecoder decoder = decoder(id, name);
    Batch batch = new Batch(schema(id, name));
    take(decoder, hex(HEADER));
    int rows = 0;
    for (int piece : List.of(1, 256, 0, 300, 7)) {
      var message = new StringBuilder();
      for (int i = rows; i < rows + piece; i++) {
        message.append("0002").append(i % 3 == 0 ? "ffffffff" : "00000008%016x".formatted(i));
        byte[] text = text(i).getBytes(StandardCharsets.UTF_8);
        message.append(
            i % 5 == 0
                ? "ffffffff"
                : "%08x%s".formatted(text.length, HexFormat.of().formatHex(text)));
      }
      take(decoder, hex(message.toString()));
      int decoded = rows;
      while (decoder.row()) {
        rows++;
        if (decoder.full()) {
          decoder.decode(batch, decoded);
          decoded = rows;
        }
      }
      decoder.decode(batch, decoded);
    }
    batch.filled(rows);
    assertThat(rows).isEqualTo(564);
    assertThat(Rows.read(batch, schema(id, name)))
        .containsExactlyElementsOf(
            IntStream.range(0, rows)
                .mapToObj(i ->
                    Arrays.<Object>asList(
                        i % 3 == 0 ? null : (long) i, i % 5 == 0 ? null : text(i)))
                .toList());
  }

  private static String text(int row) {
    return "é".repeat(row % 40) + row;
  }

  @ParameterizedTest
  @CsvSource({"c000", "d000", "f000"})
  void aNumericThatIsNoNumberIsRefused(String sign) {
    var column = new PostgresColumn("n", "numeric", (5 << 16) + 4, "numeric(5,0)");
    assertThatThrownBy(() -> one(column, "0000 0000 " + sign + " 0000"))
        .isInstanceOf(DataException.class)
        .hasMessage("Column n of table public.t holds NaN or Infinity, which no target holds");
  }

  @Test
  void anUndeclaredOrTooWideNumericHasNoType() {
    assertThat(new PostgresColumn("n", "numeric", -1, "numeric").column()).isEmpty();
    assertThat(new PostgresColumn("n", "numeric", (39 << 16) + 4, "").column()).isEmpty();
    assertThat(new PostgresColumn("n", "numeric", (5 << 16 | 0x7FE) + 4, "numeric(5,-2)").column())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0002 00000008 00000000", // ends within a field
    "0001 00000008 0000000000000001", // one field, two columns
    "0002 7fffffff" // a length that no message has
  })
  void bytesThatAreNotTheFormatAreABug(String row) {
    CopyDecoder decoder = decoder(id, name);
    take(decoder, hex(HEADER + row));
    assertThatThrownBy(() -> decoder.row())
        .isInstanceOf(InternalException.class)
        .hasMessage("The rows of table public.t did not come as COPY's binary format says");
  }

  @Test
  void aMessageWithoutTheSignatureIsABug() {
    assertThatThrownBy(() -> take(decoder(id), new byte[19])).isInstanceOf(InternalException.class);
  }
}
