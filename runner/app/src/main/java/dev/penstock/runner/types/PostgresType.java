package dev.penstock.runner.types;

import dev.penstock.runner.spi.ColumnType;
import java.util.List;

/**
 * The rows of the matrix: every type of PostgreSQL, and how a relation holds its values. Who reads
 * asks here what a column becomes, and {@code docs/types.md} is generated from it.
 *
 * <p>Numbers have several rows, told apart by what is declared: {@link #of} knows.
 */
public enum PostgresType {
  BOOLEAN("boolean", exact(new ColumnType.Bool()), "", "bool"),
  SMALLINT("smallint, smallserial", exact(new ColumnType.Int16()), "", "int2"),
  INTEGER("integer, serial", exact(new ColumnType.Int32()), "", "int4"),
  BIGINT("bigint, bigserial", exact(new ColumnType.Int64()), "", "int8"),
  REAL("real", exact(new ColumnType.Float32()), "NaN, infinities and -0 arrive", "float4"),
  DOUBLE("double precision", exact(new ColumnType.Float64()), "As real", "float8"),
  NUMERIC_9(
      "numeric(p,s), p to 9",
      exact(new ColumnType.Decimal(9, 2)),
      "NaN is refused with its column",
      "numeric"),
  NUMERIC_18(
      "numeric(p,s), p from 10 to 18", exact(new ColumnType.Decimal(18, 2)), "As above", "numeric"),
  NUMERIC_38(
      "numeric(p,s), p from 19 to 38",
      exact(new ColumnType.Decimal(38, 2)),
      "As above; loaded with 38 digits, cast at publish",
      "numeric"),
  NUMERIC_WIDE(
      "numeric(p,s), p above 38, s below 0 or above p",
      refused("numeric(38,10)", new ColumnType.Decimal(38, 10)),
      "The server refuses what has more than 28 digits before the point",
      "numeric"),
  NUMERIC(
      "numeric",
      refused("numeric(38,10)", new ColumnType.Decimal(38, 10)),
      "As above, and rounds to ten digits behind it",
      "numeric"),
  MONEY(
      "money",
      refused("numeric(19,2)", new ColumnType.Decimal(19, 2)),
      "As text it would depend on the server's locale",
      "money"),
  CHAR_1("\"char\"", exact(new ColumnType.Text()), "A byte beyond ASCII is refused", "char"),
  CHAR("character(n)", exact(new ColumnType.Text()), "With the blanks at its end", "bpchar"),
  VARCHAR("character varying(n)", exact(new ColumnType.Text()), "n counts characters", "varchar"),
  TEXT(
      "text",
      exact(new ColumnType.Text()),
      "A warehouse takes 65,535 bytes of one; bytes that are not UTF-8 are refused, or as the column's policy says",
      "text"),
  NAME("name", exact(new ColumnType.Text()), "", "name"),
  SENT_AS_TEXT(
      "citext, and whatever an extension sends as text",
      widened(new ColumnType.Text(), "How values are compared"),
      "",
      "textlike"),
  ENUM("enumerations", widened(new ColumnType.Text(), "The order of the labels"), "", "enum"),
  UUID(
      "uuid",
      widened(new ColumnType.Uuid(), "Its type: 36 characters in parts and tables"),
      "In lower case",
      "uuid"),
  BYTEA("bytea", exact(new ColumnType.Bytes()), "", "bytea"),
  DATE("date", exact(new ColumnType.Date()), "Infinities are refused with their column", "date"),
  TIME("time", exact(new ColumnType.Time()), "A text in parts, cast at publish", "time"),
  TIMETZ("time with time zone", refused("text", new ColumnType.Text()), "", "timetz"),
  TIMESTAMP(
      "timestamp",
      exact(new ColumnType.Timestamp()),
      "Of no zone. Infinities and years after 294246 are refused with their column",
      "timestamp"),
  TIMESTAMPTZ(
      "timestamp with time zone",
      exact(new ColumnType.TimestampTz()),
      "The instant, in UTC; else as timestamp",
      "timestamptz"),
  INTERVAL(
      "interval",
      refused("text", new ColumnType.Text()),
      "A month has no number of days, so no number says it",
      "interval"),
  JSON(
      "json",
      exact(new ColumnType.Json()),
      "The text as it was written; SUPER where the target says so",
      "json"),
  JSONB(
      "jsonb",
      exact(new ColumnType.Json()),
      "The text as the server writes it; SUPER as above",
      "jsonb"),
  XML("xml", widened(new ColumnType.Text(), "That it is well-formed"), "", "xml"),
  ARRAY(
      "arrays, int2vector, oidvector",
      refused("to_json", new ColumnType.Json()),
      "Bounds that do not begin with 1 are lost",
      "array"),
  COMPOSITE("composite types, rows", refused("to_json", new ColumnType.Json()), "", "composite"),
  RANGE("ranges", refused("text", new ColumnType.Text()), "", "range"),
  MULTIRANGE("multiranges", refused("text", new ColumnType.Text()), "", "multirange"),
  HSTORE("hstore", refused("json", new ColumnType.Json()), "", "hstore"),
  INET("inet", refused("text", new ColumnType.Text()), "With the length of its mask", "inet"),
  CIDR("cidr", refused("text", new ColumnType.Text()), "", "cidr"),
  MACADDR("macaddr", refused("text", new ColumnType.Text()), "", "macaddr"),
  MACADDR8("macaddr8", refused("text", new ColumnType.Text()), "", "macaddr8"),
  BIT("bit(n)", refused("text", new ColumnType.Text()), "", "bit"),
  VARBIT("bit varying(n)", refused("text", new ColumnType.Text()), "", "varbit"),
  TSVECTOR("tsvector", refused("text", new ColumnType.Text()), "", "tsvector"),
  TSQUERY("tsquery", refused("text", new ColumnType.Text()), "", "tsquery"),
  JSONPATH("jsonpath", refused("text", new ColumnType.Text()), "", "jsonpath"),
  OID("oid", widened(new ColumnType.Int64(), "That it is never negative"), "", "oid"),
  TRANSACTION(
      "xid, xid8, cid, tid, pg_snapshot",
      refused("text", new ColumnType.Text()),
      "",
      "xid",
      "xid8",
      "cid",
      "tid",
      "pg_snapshot",
      "txid_snapshot"),
  PG_LSN("pg_lsn", refused("text", new ColumnType.Text()), "", "pg_lsn"),
  NAME_OF_OBJECT(
      "regclass, regtype, regproc and the like",
      refused("text", new ColumnType.Text()),
      "",
      "regclass",
      "regcollation",
      "regconfig",
      "regdictionary",
      "regnamespace",
      "regoper",
      "regoperator",
      "regproc",
      "regprocedure",
      "regrole",
      "regtype"),
  POINT("point", refused("text", new ColumnType.Text()), "Every digit that counts", "point"),
  GEOMETRIC(
      "line, lseg, box, path, polygon, circle",
      refused("text", new ColumnType.Text()),
      "As point",
      "line",
      "lseg",
      "box",
      "path",
      "polygon",
      "circle"),
  OTHER("any other type", refused("text", new ColumnType.Text()), "As the server writes it");

  private static final int UNDECLARED = -1;

  private final String spelled;

  // Records all through; Error Prone asks for an annotation of its own.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Form form;

  private final String remark;
  private final List<String> catalog;

  PostgresType(String spelled, Form form, String remark, String... catalog) {
    this.spelled = spelled;
    this.form = form;
    this.remark = remark;
    this.catalog = List.of(catalog);
  }

  private static Form exact(ColumnType type) {
    return new Form.Exact(type);
  }

  private static Form widened(ColumnType type, String lost) {
    return new Form.Widened(type, lost);
  }

  private static Form refused(String to, ColumnType becomes) {
    return new Form.Refused(to, becomes);
  }

  /**
   * {@return the row of a column}
   *
   * @param name in pg_type, or of a kind: {@code enum}, {@code array}, {@code composite}, {@code
   *     range}, {@code multirange}, {@code textlike}
   * @param modifier precision and scale as the catalog packs them; -1: undeclared
   */
  public static PostgresType of(String name, int modifier) {
    if (name.equals("numeric")) {
      return numeric(modifier);
    }
    for (PostgresType type : values()) {
      if (type.catalog.contains(name)) {
        return type;
      }
    }
    return OTHER;
  }

  private static PostgresType numeric(int modifier) {
    if (modifier == UNDECLARED) {
      return NUMERIC;
    }
    int precision = precision(modifier);
    int scale = scale(modifier);
    if (precision > ColumnType.Decimal.MAX_PRECISION || scale < 0 || scale > precision) {
      return NUMERIC_WIDE;
    }
    return precision <= 9 ? NUMERIC_9 : precision <= 18 ? NUMERIC_18 : NUMERIC_38;
  }

  /**
   * {@return how a relation holds a column of this row}
   *
   * @param modifier of which this is the row
   */
  public Form form(int modifier) {
    return switch (this) {
      case NUMERIC_9, NUMERIC_18, NUMERIC_38 ->
          new Form.Exact(new ColumnType.Decimal(precision(modifier), scale(modifier)));
      default -> form;
    };
  }

  private static int precision(int modifier) {
    return (modifier - 4) >> 16 & 0xFFFF;
  }

  private static int scale(int modifier) {
    return ((modifier - 4 & 0x7FF) ^ 1024) - 1024; // eleven bits with a sign
  }

  /** {@return the types of this row as people write them} */
  public String spelled() {
    return spelled;
  }

  /** {@return how a relation holds it; of a number with digits, one of those that it may have} */
  public Form form() {
    return form;
  }

  /** {@return what to know of its values, a sentence without a full stop; may be empty} */
  public String remark() {
    return remark;
  }

  /** {@return the names that {@link #of} knows it by} */
  public List<String> catalog() {
    return catalog;
  }
}
