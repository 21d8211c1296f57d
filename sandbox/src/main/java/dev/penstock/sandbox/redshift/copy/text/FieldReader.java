package dev.penstock.sandbox.redshift.copy.text;

import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.ACCEPTANYDATE;
import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.BLANKSASNULL;
import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.EMPTYASNULL;
import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.ROUNDEC;

import dev.penstock.sandbox.redshift.copy.target.ColumnKind;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the fields of one column into what PostgreSQL reads, by the rules of Redshift's COPY. */
public final class FieldReader {
  private final ColumnKind kind;
  private final boolean required;
  private final CopyOptions options;
  private final byte[] nullAs;
  private final Texts texts;
  private final Moments moments;

  public FieldReader(TargetColumn column, CopyOptions options) {
    this.kind = column.kind();
    this.required = column.required();
    this.options = options;
    this.nullAs = options.nullAs().getBytes(StandardCharsets.UTF_8);
    this.texts = new Texts(options);
    this.moments = new Moments(options.dateFormat(), options.timeFormat());
  }

  /** The value in UTF-8, or null for NULL. */
  public byte @Nullable [] read(Field field) throws FieldProblem {
    byte[] value = field.value();
    boolean absent = value == null || Arrays.equals(field.written(), nullAs);
    return admitted(absent || value == null ? null : present(value));
  }

  /** What FILLRECORD gives a column whose field is missing. */
  public byte @Nullable [] filled() throws FieldProblem {
    boolean empty =
        kind instanceof ColumnKind.Text(int longest, boolean padded)
            && !padded
            && !options.has(EMPTYASNULL);
    return admitted(empty ? new byte[0] : null);
  }

  private byte @Nullable [] admitted(byte @Nullable [] value) throws FieldProblem {
    if (value == null && required) {
      throw new FieldProblem(1213, "Missing data for not-null field");
    }
    return value;
  }

  private byte @Nullable [] present(byte[] value) throws FieldProblem {
    if (kind instanceof ColumnKind.Text text) {
      boolean isNull =
          value.length == 0
              ? options.has(EMPTYASNULL)
              : options.has(BLANKSASNULL) && Texts.isBlank(value);
      return isNull ? null : texts.read(value, text);
    }
    String text = new String(value, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return null;
    }
    String read = read(text);
    return read == null ? null : read.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable String read(String text) throws FieldProblem {
    return switch (kind) {
      case ColumnKind.Whole(int bytes) -> Numbers.whole(text, bytes);
      case ColumnKind.Decimal(int precision, int scale) ->
          Numbers.decimal(text, precision, scale, options.has(ROUNDEC));
      case ColumnKind.Floating(int bytes) -> Numbers.floating(text, bytes);
      case ColumnKind.Truth truth -> truth(text);
      case ColumnKind.Day day -> temporal(() -> moments.day(text));
      case ColumnKind.Moment(boolean zoned) -> temporal(() -> moments.moment(text, zoned));
      case ColumnKind.Clock clock -> moments.clock(text);
      case ColumnKind.Super document -> JsonText.checked(text);
      case ColumnKind.Bytes bytes -> hex(text);
      case ColumnKind.Text never -> throw new IllegalStateException("Texts are read as bytes");
      case ColumnKind.Other other ->
          throw new FieldProblem(1223, "COPY of this type is not known to the stand-in");
    };
  }

  private interface Temporal {
    String read() throws FieldProblem;
  }

  private @Nullable String temporal(Temporal temporal) throws FieldProblem {
    try {
      return temporal.read();
    } catch (FieldProblem e) {
      if (options.has(ACCEPTANYDATE)) {
        return null;
      }
      throw e;
    }
  }

  private static String truth(String text) throws FieldProblem {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "t", "true", "y", "yes", "1" -> "t";
      case "f", "false", "n", "no", "0" -> "f";
      default -> throw new FieldProblem(1210, "Unknown boolean format");
    };
  }

  private static String hex(String text) throws FieldProblem {
    try {
      return "\\x" + HexFormat.of().formatHex(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new FieldProblem(1207, "Invalid hexadecimal text for VARBYTE");
    }
  }
}
