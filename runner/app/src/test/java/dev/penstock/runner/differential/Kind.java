package dev.penstock.runner.differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/**
 * A type of column: how PostgreSQL declares it, values at random and at its ends, and the
 * expression that shows a value as the same text in PostgreSQL and in the engine that reads parts.
 */
enum Kind {
  INTEGER("integer", "%s::text", "%s::VARCHAR"),
  BIGINT("bigint", "%s::text", "%s::VARCHAR"),
  MONEY("numeric(12,2)", "%s::text", "%s::VARCHAR"),
  WIDE("numeric(30,4)", "%s::text", "%s::VARCHAR"),
  TEXT("text", "%s", "%s"),
  BOOLEAN("boolean", "%s::text", "%s::VARCHAR"),
  DATE("date", "%s::text", "%s::VARCHAR"),
  TIMESTAMP(
      "timestamp", "(extract(epoch from %s) * 1000000)::bigint::text", "epoch_us(%s)::VARCHAR"),
  INSTANT(
      "timestamptz", "(extract(epoch from %s) * 1000000)::bigint::text", "epoch_us(%s)::VARCHAR"),
  UUID("uuid", "%s::text", "%s"),
  QUARTERS("double precision", "%s::numeric(20,2)::text", "%s::DECIMAL(20,2)::VARCHAR");

  private static final List<String> TEXTS =
      List.of(
          "", " ", "a'b", "say \"hi\"", "back\\slash", "Grüße", "数据", "line\nbreak", "NULL", "x,y");

  private final String declared;
  private final String inSource;
  private final String inParts;

  Kind(String declared, String inSource, String inParts) {
    this.declared = declared;
    this.inSource = inSource;
    this.inParts = inParts;
  }

  String declared() {
    return declared;
  }

  String shownBySource(String column) {
    return inSource.formatted(column);
  }

  String shownByParts(String column) {
    return inParts.formatted(column);
  }

  /** {@return a value as PostgreSQL reads it from text} */
  String value(Random random) {
    boolean end = random.nextInt(12) == 0;
    return switch (this) {
      case INTEGER ->
          String.valueOf(
              end ? Integer.MIN_VALUE + random.nextInt(2) : random.nextInt(2_000) - 1_000);
      case BIGINT -> String.valueOf(end ? Long.MAX_VALUE - random.nextInt(2) : random.nextLong());
      case MONEY ->
          new BigDecimal(
                  end
                      ? BigInteger.TEN.pow(12).subtract(BigInteger.ONE)
                      : BigInteger.valueOf(random.nextInt(2_000_000) - 1_000_000L),
                  2)
              .toPlainString();
      case WIDE ->
          new BigDecimal(
                  end
                      ? BigInteger.TEN.pow(30).subtract(BigInteger.ONE).negate()
                      : new BigInteger(80, random).subtract(BigInteger.ONE.shiftLeft(79)),
                  4)
              .toPlainString();
      case TEXT -> end ? TEXTS.get(random.nextInt(TEXTS.size())) : "word " + random.nextInt(50);
      case BOOLEAN -> String.valueOf(random.nextBoolean());
      case DATE ->
          end ? "1900-02-28" : LocalDate.of(2026, 1, 1).plusDays(random.nextInt(6)).toString();
      case TIMESTAMP -> moment(random, end);
      case INSTANT -> moment(random, end) + "+00";
      case UUID -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
      case QUARTERS -> String.valueOf((random.nextInt(4_000) - 2_000) / 4.0);
    };
  }

  private static String moment(Random random, boolean end) {
    return end
        ? "1969-12-31 23:59:59.999999"
        : "2026-03-%02d %02d:%02d:%02d.%06d"
            .formatted(
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000));
  }
}
