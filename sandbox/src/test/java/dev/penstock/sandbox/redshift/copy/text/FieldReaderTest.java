package dev.penstock.sandbox.redshift.copy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyOptions;
import dev.penstock.sandbox.redshift.sql.CopyOptions.Flag;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "NULL",
      value = {
        "smallint; 32767; 32767",
        "smallint; -32768; -32768",
        "integer; +7; 7",
        "integer; ' 7 '; 7",
        "integer; ''; NULL",
        "integer; '   '; NULL",
        "bigint; -9223372036854775808; -9223372036854775808",
        "numeric(5,2); 123.459; 123.45",
        "numeric(5,2); -123.459; -123.45",
        "numeric(5,2); .5; 0.50",
        "numeric(38,0); 99999999999999999999999999999999999999; 99999999999999999999999999999999999999",
        "double precision; -1.5e-10; -1.5e-10",
        "double precision; 1e308; 1e308",
        "double precision; -0.0e5; -0.0e5",
        "real; 0; 0",
        "boolean; Yes; t",
        "boolean; 0; f",
        "date; 2024-02-29; 2024-02-29",
        "date; 2024-02-29 10:11:12; 2024-02-29",
        "timestamp without time zone; 2024-02-29 23:59:59; 2024-02-29 23:59:59",
        "timestamp without time zone; 2024-02-29 23:59:59.1234567; 2024-02-29 23:59:59.123456",
        "timestamp with time zone; 2024-02-29 23:59:59; 2024-02-29 23:59:59+00",
        "timestamp with time zone; 2024-02-29 23:59:59-08; 2024-03-01 07:59:59+00",
        "time without time zone; 23:59:59.5; 23:59:59.500",
        "character varying(3); ''; ''",
        "character varying(3); 'abc   '; abc",
        "character varying(4); 'üü'; üü",
        "character(3); 'ab'; ab",
        "jsonb; '{\"a\":[1, null]}'; '{\"a\":[1, null]}'",
        "bytea; 00ff; \\x00ff",
        "character varying(9); \\N; NULL"
      })
  void aFieldThatItsColumnTakesIsRead(String type, String text, @Nullable String value)
      throws FieldProblem {
    assertThat(read(type, CopyOptions.none(), text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "integer; 1x; 1207; 'Invalid digit, Value ''x'', Pos 1, Type: Integer'",
        "integer; 1.0; 1207; 'Invalid digit, Value ''.'', Pos 1, Type: Integer'",
        "smallint; a; 1207; 'Invalid digit, Value ''a'', Pos 0, Type: Short'",
        "bigint; -; 1207; 'Invalid digit, Value ''-'', Pos 0, Type: Long'",
        "smallint; 32768; 1222; 'Overflow, Column type: Short'",
        "integer; -2147483649; 1222; 'Overflow, Column type: Integer'",
        "bigint; 9223372036854775808; 1222; 'Overflow, Column type: Long'",
        "numeric(5,2); 1000; 1204; 'Overflow, Column type: Decimal(5,2)'",
        "numeric(5,2); 1e2; 1207; 'Invalid digit, Value ''e'', Pos 1, Type: Decimal'",
        "double precision; ten; 1208; Invalid float format",
        "double precision; 1e400; 1204; 'Overflow, Column type: Float8'",
        "double precision; -1e-400; 1204; 'Overflow, Column type: Float8'",
        "real; 1e39; 1204; 'Overflow, Column type: Float4'",
        "boolean; maybe; 1210; Unknown boolean format",
        "date; 2024-2-9; 1205; Invalid Date Format - length must be 10 or more",
        "date; 2023-02-29; 1205; Invalid Date Format",
        "date; 29.02.2024; 1205; Invalid Date Format",
        "timestamp without time zone; 2024-02-29T23:59:59; 1206; 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]'",
        "timestamp without time zone; 2024-02-29; 1206; 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]'",
        "timestamp without time zone; 2024-02-29 24:00:00; 1206; 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]'",
        "character varying(3); abcd; 1204; String length exceeds DDL length",
        "character varying(3); üü; 1204; String length exceeds DDL length",
        "character(9); aüb; 1220; 'Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: c3 bc 62'",
        "bytea; 0g; 1207; Invalid hexadecimal text for VARBYTE"
      })
  void aFieldThatItsColumnDoesNotTakeIsRefused(String type, String text, int code, String reason) {
    assertRefused(type, CopyOptions.none(), text.getBytes(StandardCharsets.UTF_8), code, reason);
  }

  @Test
  void brokenJsonIsNoSuper() {
    for (String text : new String[] {"{\"a\":", "{a:1}", "1 2", "text"}) {
      assertThatThrownBy(() -> read("jsonb", CopyOptions.none(), text))
          .isInstanceOfSatisfying(FieldProblem.class, e -> assertThat(e.code()).isEqualTo(1224));
    }
  }

  @Test
  void aTextInsideSuperHasALimit() throws FieldProblem {
    String longest = '"' + "x".repeat(65_535) + '"';

    assertThat(read("jsonb", CopyOptions.none(), longest)).isEqualTo(longest);
    assertRefused(
        "jsonb",
        CopyOptions.none(),
        ('"' + "x".repeat(65_536) + '"').getBytes(StandardCharsets.UTF_8),
        1224,
        "A text inside SUPER is longer than 65535 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "NULL",
      value = {
        "EMPTYASNULL; character varying(3); ''; NULL",
        "BLANKSASNULL; character varying(3); '  '; NULL",
        "BLANKSASNULL; character varying(3); ''; ''",
        "TRIMBLANKS; character varying(9); 'ab  '; ab",
        "TRUNCATECOLUMNS; character varying(3); abcd; abc",
        "TRUNCATECOLUMNS; character varying(3); aüü; aü",
        "ROUNDEC; numeric(5,2); 123.455; 123.46",
        "ROUNDEC; numeric(5,2); -123.454; -123.45",
        "ACCEPTANYDATE; date; 00/00/00; NULL"
      })
  void anOptionChangesWhatIsRead(Flag flag, String type, String text, @Nullable String value)
      throws FieldProblem {
    assertThat(read(type, with(Set.of(flag), Optional.empty(), Optional.empty()), text))
        .isEqualTo(value);
  }

  @Test
  void whatIsNoUtf8IsRefusedOrReplacedByteByByte() throws FieldProblem {
    byte[] broken = {'a', (byte) 0xa4, 'b', (byte) 0xe0, (byte) 0xa1};
    CopyOptions replacing =
        new CopyOptions(
            Set.of(), 0, 0, "\\N", Optional.of('^'), Optional.empty(), Optional.empty());

    assertRefused(
        "character varying(9)",
        CopyOptions.none(),
        broken,
        1220,
        "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: a4 (error 3)");
    assertThat(read("character varying(9)", replacing, broken)).isEqualTo("a^b^^");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "MM/DD/YYYY; 02/29/2024; 2024-02-29",
        "DD-MON-YY; 29-Feb-24; 2024-02-29",
        "YYYYMMDD; 20240229; 2024-02-29",
        "auto; 20240229; 2024-02-29",
        "auto; 2024.060; 2024-02-29",
        "auto; 02/29/2024; 2024-02-29",
        "auto; 2024-02-29T10:11:12Z; 2024-02-29"
      })
  void aDateFormatSaysHowADateIsWritten(String format, String text, String value)
      throws FieldProblem {
    assertThat(read("date", with(Set.of(), Optional.of(format), Optional.empty()), text))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "MM.DD.YYYY HH:MI:SS; 02.29.2024 01:02:03; 2024-02-29 01:02:03",
        "YYYY-MM-DD HH12:MI:SS AM; 2024-02-29 11:02:03 PM; 2024-02-29 23:02:03",
        "epochsecs; 1709164800; 2024-02-29 00:00:00",
        "epochmillisecs; 1709164800123; 2024-02-29 00:00:00.123",
        "auto; 2019-02-11T05:09:12.195Z; 2019-02-11 05:09:12.195",
        "auto; 19960108 040809; 1996-01-08 04:08:09",
        "auto; 1996-01-08; 1996-01-08 00:00:00"
      })
  void aTimeFormatSaysHowATimeIsWritten(String format, String text, String value)
      throws FieldProblem {
    assertThat(
            read(
                "timestamp without time zone",
                with(Set.of(), Optional.empty(), Optional.of(format)),
                text))
        .isEqualTo(value);
  }

  @Test
  void aColumnThatNeedsAValueTakesNoNull() {
    FieldReader reader =
        new FieldReader(new TargetColumn("id", "integer", false, true), CopyOptions.none());

    assertThatThrownBy(() -> reader.read(field("")))
        .isInstanceOfSatisfying(FieldProblem.class, e -> assertThat(e.code()).isEqualTo(1213))
        .hasMessage("Missing data for not-null field");
  }

  private static CopyOptions with(Set<Flag> flags, Optional<String> date, Optional<String> time) {
    return new CopyOptions(flags, 0, 0, "\\N", Optional.empty(), date, time);
  }

  private static @Nullable String read(String type, CopyOptions options, String text)
      throws FieldProblem {
    return read(type, options, text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String read(String type, CopyOptions options, byte[] text)
      throws FieldProblem {
    byte[] value =
        new FieldReader(new TargetColumn("c", type, false, false), options).read(Field.of(text, 0));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  private static Field field(String text) {
    return Field.of(text.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static void assertRefused(
      String type, CopyOptions options, byte[] text, int code, String reason) {
    assertThatThrownBy(() -> read(type, options, text))
        .isInstanceOfSatisfying(
            FieldProblem.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.code()).isEqualTo(code);
            });
  }
}
