package dev.penstock.runner.types;

import dev.penstock.runner.spi.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A column of a row of the matrix with values for it: its ends, which are always there, and others
 * at random. Values are texts as PostgreSQL reads them.
 */
record Sample(
    PostgresType row,
    String name,
    String declared,
    List<String> edges,
    Function<Random, String> random) {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "  a ",
          "a'b\"c\\d",
          "\\N",
          "NULL",
          "tab\tline\nreturn\r",
          "žluť",
          "数据",
          "😀👩‍👩‍👧",
          "e\u0301",
          "\uFEFF",
          "\u0001",
          "\uFFFF",
          "x|y,z");
  private static final List<String> MOMENTS =
      List.of(
          "4712-01-01 00:00:00 BC",
          "0001-12-31 23:59:59.999999 BC",
          "0001-01-01 00:00:00",
          "1582-10-10 12:00:00",
          "1969-12-31 23:59:59.999999",
          "1970-01-01 00:00:00",
          "2000-02-29 23:59:59.000001",
          "2026-11-01 01:30:00",
          "9999-12-31 23:59:59.999999",
          "10000-01-01 00:00:00",
          "294246-12-31 23:59:59.999999");

  /** One for each row, several for numbers and arrays. */
  static List<Sample> all() {
    List<Sample> all = new ArrayList<>();
    for (PostgresType row : PostgresType.values()) {
      all.addAll(of(row));
    }
    return all;
  }

  private static List<Sample> of(PostgresType row) {
    return switch (row) {
      case BOOLEAN -> one(row, "boolean", List.of("true", "false"), "true");
      case SMALLINT ->
          one(
              row,
              "smallint",
              List.of("-32768", "-1", "0", "32767"),
              r -> "" + (short) r.nextInt());
      case INTEGER ->
          one(row, "integer", List.of("-2147483648", "0", "2147483647"), r -> "" + r.nextInt());
      case BIGINT ->
          one(
              row,
              "bigint",
              List.of("-9223372036854775808", "9007199254740993", "9223372036854775807"),
              r -> "" + r.nextLong());
      case REAL ->
          one(
              row,
              "real",
              List.of(
                  "NaN", "Infinity", "-Infinity", "-0", "1e-45", "3.4028235e38", "0.1", "16777217"),
              r -> finite(Float.intBitsToFloat(r.nextInt())));
      case DOUBLE ->
          one(
              row,
              "double precision",
              List.of(
                  "NaN",
                  "Infinity",
                  "-Infinity",
                  "-0",
                  "4.9e-324",
                  "1.7976931348623157e308",
                  "0.1",
                  "9007199254740993"),
              r -> finite(Double.longBitsToDouble(r.nextLong())));
      case NUMERIC_9 -> numbers(row, List.of(1, 4, 5, 9), List.of(0, 4, 2, 9));
      case NUMERIC_18 -> numbers(row, List.of(10, 18, 18), List.of(2, 0, 18));
      case NUMERIC_38 -> numbers(row, List.of(19, 25, 38, 38, 38), List.of(0, 3, 0, 10, 38));
      case NUMERIC_WIDE ->
          one(
              row,
              "numeric(45,3)",
              List.of("0", "9999999999999999999999999999.999", "-0.001"),
              r -> number(r, 28, 3));
      case NUMERIC ->
          one(
              row,
              "numeric",
              List.of("0", "0.00000000005", "-9999999999999999999999999999", "1.00"),
              r -> number(r, 20, 10));
      case MONEY ->
          one(
              row,
              "money",
              List.of("-92233720368547758.08", "92233720368547758.07", "0", "-0.01"),
              r -> number(r, 12, 2));
      case CHAR_1 ->
          one(row, "\"char\"", List.of("", "a", "~", " "), r -> "" + (char) (33 + r.nextInt(90)));
      case CHAR ->
          one(
              row,
              "character(7)",
              List.of("", "a", "žluť", "😀😀😀😀😀😀😀", " a"),
              r -> word(r, 7));
      case VARCHAR -> one(row, "varchar(20)", TEXTS, r -> text(r, 20));
      case TEXT -> {
        List<String> edges = new ArrayList<>(TEXTS);
        edges.add("x".repeat(65_535));
        edges.add("😀".repeat(16_383) + "xyz");
        yield one(row, "text", edges, r -> text(r, 300));
      }
      case NAME -> one(row, "name", List.of("", "x".repeat(63), "😀".repeat(15)), r -> word(r, 30));
      case SENT_AS_TEXT -> one(row, "citext", TEXTS, r -> text(r, 30));
      case HSTORE ->
          one(
              row,
              "hstore",
              List.of("", "a=>NULL", "\"😀\"=>\"x \\\"y\\\"\", b=>1"),
              r -> "k=>" + word(r, 9));
      case ENUM -> one(row, "mood", List.of("sad", "so-so", "very 😀"), "sad");
      case UUID ->
          one(
              row,
              "uuid",
              List.of(
                  "00000000-0000-0000-0000-000000000000", "FFFFFFFF-ABCD-0123-4567-89ABCDEF0123"),
              r -> new java.util.UUID(r.nextLong(), r.nextLong()).toString());
      case BYTEA ->
          one(
              row,
              "bytea",
              List.of("\\x", "\\x00", "\\x00ff7f80", "\\x" + "fe".repeat(5_000)),
              r -> "\\x" + hex(r, 40));
      case DATE ->
          one(
              row,
              "date",
              List.of(
                  "4712-01-01 BC",
                  "0001-12-31 BC",
                  "0001-01-01",
                  "1582-10-10",
                  "1969-12-31",
                  "2000-02-29",
                  "9999-12-31",
                  "10000-01-01",
                  "294276-12-31"),
              r ->
                  "%04d-%02d-%02d"
                      .formatted(1 + r.nextInt(9999), 1 + r.nextInt(12), 1 + r.nextInt(28)));
      case TIME ->
          one(
              row,
              "time",
              List.of("00:00:00", "23:59:59.999999", "12:00:00.000001", "24:00:00"),
              Sample::clock);
      case TIMETZ ->
          one(
              row,
              "timetz",
              List.of("00:00:00+14", "23:59:59.999999-12:30", "24:00:00+00"),
              r -> clock(r) + "+0" + r.nextInt(10));
      case TIMESTAMP -> one(row, "timestamp", MOMENTS, Sample::moment);
      case TIMESTAMPTZ ->
          one(
              row,
              "timestamptz",
              MOMENTS.stream()
                  .map(m -> m.endsWith(" BC") ? m.replace(" BC", "+00 BC") : m + "+00")
                  .toList(),
              r -> moment(r) + "-0" + r.nextInt(10) + ":30");
      case INTERVAL ->
          one(
              row,
              "interval",
              List.of(
                  "0", "1 mon -1 day", "178000000 years", "-0.000001 seconds", "1 year 2:03:04.5"),
              r -> r.nextInt() + " months " + r.nextInt() + " seconds");
      case JSON ->
          one(
              row,
              "json",
              List.of(
                  "null", "{\"a\":  1, \"a\": 2}", "[]", "\"\\u0000\"", "{\"é\": [1.10, \"😀\"]}"),
              r -> "[%d,  \"%s\"]".formatted(r.nextInt(), word(r, 9)));
      case JSONB ->
          one(
              row,
              "jsonb",
              List.of("null", "{\"b\": {}, \"a\": [1.10, 1e400]}", "[]", "\"\"", "{\"é\": \"😀\"}"),
              r -> "[%d, \"%s\"]".formatted(r.nextInt(), word(r, 9)));
      case XML ->
          one(
              row,
              "xml",
              List.of("<a/>", "<a b=\"é\">😀</a>", "text"),
              r -> "<w>%d</w>".formatted(r.nextInt()));
      case ARRAY ->
          List.of(
              sample(
                  row,
                  "text[]",
                  List.of("{}", "{NULL,\"NULL\",\"\",\"😀\"}", "{{a,b},{c,d}}"),
                  r -> "{%s,%s}".formatted(word(r, 5), word(r, 5))),
              sample(
                  row,
                  "numeric(20,2)[]",
                  List.of("{}", "{1.10,NULL,-999999999999999999.99}"),
                  r -> "{%s}".formatted(number(r, 10, 2))));
      case COMPOSITE ->
          one(
              row,
              "pair",
              List.of("(,)", "(-1,\"😀 \"\"x\"\"\")"),
              r -> "(%d,%s)".formatted(r.nextInt(), word(r, 4)));
      case RANGE ->
          one(
              row,
              "int4range",
              List.of("empty", "(,)", "[1,1]", "(,7)"),
              r -> "[%d,)".formatted(r.nextInt()));
      case MULTIRANGE ->
          one(
              row,
              "datemultirange",
              List.of("{}", "{[2026-01-01,2026-01-02),(,1999-01-01)}"),
              "{}");
      case INET ->
          one(
              row,
              "inet",
              List.of("0.0.0.0/0", "255.255.255.255", "::1", "fe80::/10"),
              r -> "10.0.%d.%d".formatted(r.nextInt(256), r.nextInt(256)));
      case CIDR ->
          one(
              row,
              "cidr",
              List.of("0.0.0.0/0", "10.0.0.0/8", "::/0"),
              r -> "10.%d.0.0/16".formatted(r.nextInt(256)));
      case MACADDR ->
          one(
              row,
              "macaddr",
              List.of("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"),
              "08:00:2b:01:02:03");
      case MACADDR8 ->
          one(row, "macaddr8", List.of("00:00:00:00:00:00:00:00"), "08:00:2b:01:02:03:04:05");
      case BIT -> one(row, "bit(9)", List.of("000000000", "111111111"), r -> bits(r, 9));
      case VARBIT ->
          one(row, "varbit", List.of("", "0", "1".repeat(300)), r -> bits(r, 1 + r.nextInt(70)));
      case TSVECTOR ->
          one(
              row,
              "tsvector",
              List.of("", "'a':1A 'fat':2,4B", "'😀':1"),
              r -> "'w%d':%d".formatted(r.nextInt(99), 1 + r.nextInt(99)));
      case TSQUERY ->
          one(
              row,
              "tsquery",
              List.of("", "'fat' & !'rat':AB", "'a' <-> 'b'"),
              r -> "'w%d'".formatted(r.nextInt(99)));
      case JSONPATH -> one(row, "jsonpath", List.of("$", "strict $.\"a\"[*] ? (@ > 1)"), "$.\"b\"");
      case OID ->
          one(row, "oid", List.of("0", "2147483648", "4294967295"), r -> "" + r.nextInt(1 << 20));
      case TRANSACTION ->
          List.of(
              sample(
                  row, "xid8", List.of("0", "18446744073709551615"), r -> "" + r.nextInt(1 << 30)),
              sample(
                  row,
                  "tid",
                  List.of("(0,0)", "(4294967295,65535)"),
                  r -> "(%d,1)".formatted(r.nextInt(99))));
      case PG_LSN ->
          one(
              row,
              "pg_lsn",
              List.of("0/0", "FFFFFFFF/FFFFFFFF"),
              r -> "1/%X".formatted(r.nextInt(1 << 30)));
      case NAME_OF_OBJECT ->
          one(row, "regclass", List.of("pg_class", "information_schema.tables"), "pg_type");
      case POINT ->
          one(
              row,
              "point",
              List.of("(0,-0)", "(NaN,Infinity)", "(0.1,1e-300)"),
              r -> "(%s,%s)".formatted(r.nextDouble(), r.nextDouble()));
      case GEOMETRIC ->
          List.of(
              sample(
                  row,
                  "box",
                  List.of("(0,0),(0,0)", "(1,2),(-3,-4)"),
                  r -> "(%s,1),(0,0)".formatted(r.nextDouble())),
              sample(
                  row, "circle", List.of("<(0,0),0>"), r -> "<(%s,1),2>".formatted(r.nextDouble())),
              sample(
                  row,
                  "polygon",
                  List.of("((0,0),(1,1),(1,0))"),
                  r -> "((%s,0))".formatted(r.nextInt())));
      case OTHER -> one(row, "refcursor", List.of("", "a cursor"), r -> word(r, 9));
    };
  }

  /** {@return a text for each of so many rows: first its ends, one NULL, then by chance} */
  List<String> values(int rows, Random chance) {
    List<String> values = new ArrayList<>(edges);
    values.add(null);
    while (values.size() < rows) {
      values.add(chance.nextInt(20) == 0 ? null : random.apply(chance));
    }
    Collections.shuffle(values, chance);
    return values;
  }

  /** {@return the expression by which the source reads it: the column, or the matrix's cast} */
  String read() {
    return row.form() instanceof Form.Refused refused ? refused.cast(name) : name;
  }

  /** {@return the type that its relation has} */
  ColumnType relation() {
    return switch (row.form()) {
      case Form.Exact(var type) when type instanceof ColumnType.Decimal -> digits();
      case Form.Exact(var type) -> type;
      case Form.Widened(var type, var lost) -> type;
      case Form.Refused refused -> refused.becomes();
    };
  }

  private ColumnType.Decimal digits() {
    var numbers = declared.replaceAll("[^0-9,]", "").split(",");
    return new ColumnType.Decimal(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
  }

  private static List<Sample> one(
      PostgresType row, String declared, List<String> edges, Function<Random, String> random) {
    return List.of(sample(row, declared, edges, random));
  }

  private static List<Sample> one(
      PostgresType row, String declared, List<String> edges, String other) {
    return one(row, declared, edges, chance -> other);
  }

  private static Sample sample(
      PostgresType row, String declared, List<String> edges, Function<Random, String> random) {
    var name = "c_" + declared.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return new Sample(row, name, declared, edges, random);
  }

  private static List<Sample> numbers(
      PostgresType row, List<Integer> precisions, List<Integer> scales) {
    return IntStream.range(0, precisions.size())
        .mapToObj(i -> {
          int precision = precisions.get(i);
          int scale = scales.get(i);
          var most = new BigDecimal(BigInteger.TEN.pow(precision).subtract(BigInteger.ONE), scale);
          var least = new BigDecimal(BigInteger.ONE, scale);
          return sample(
              row,
              "numeric(%d,%d)".formatted(precision, scale),
              List.of("0", most.toPlainString(), "-" + most.toPlainString(), least.toPlainString()),
              chance -> number(chance, precision - scale, scale));
        })
        .toList();
  }

  private static String number(Random chance, int whole, int scale) {
    var digits = new BigInteger(1 + chance.nextInt(3 * (whole + scale)), chance);
    var value = new BigDecimal(digits.mod(BigInteger.TEN.pow(whole + scale)), scale);
    return (chance.nextBoolean() ? value : value.negate()).toPlainString();
  }

  private static String finite(double value) {
    return Double.isNaN(value) ? "0.5" : Double.toString(value);
  }

  private static String finite(float value) {
    return Float.isNaN(value) ? "0.5" : Float.toString(value);
  }

  private static String word(Random chance, int most) {
    return chance
        .ints(1 + chance.nextInt(most), 'a', 'z' + 1)
        .mapToObj(c -> "" + (char) c)
        .collect(Collectors.joining());
  }

  private static String text(Random chance, int most) {
    return chance
        .ints(1 + chance.nextInt(most), 1, Character.MAX_CODE_POINT + 1)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String hex(Random chance, int most) {
    var bytes = new byte[chance.nextInt(most)];
    chance.nextBytes(bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static String bits(Random chance, int count) {
    return chance.ints(count, 0, 2).mapToObj(Integer::toString).collect(Collectors.joining());
  }

  private static String clock(Random chance) {
    return "%02d:%02d:%02d.%06d"
        .formatted(
            chance.nextInt(24), chance.nextInt(60), chance.nextInt(60), chance.nextInt(1_000_000));
  }

  private static String moment(Random chance) {
    return "%04d-%02d-%02d %s"
        .formatted(
            1 + chance.nextInt(9999),
            1 + chance.nextInt(12),
            1 + chance.nextInt(28),
            clock(chance));
  }
}
