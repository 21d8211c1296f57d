package dev.penstock.runner.cli;

import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An amount of memory as Kubernetes writes it: {@code 1Gi}, {@code 1500M}. */
record Memory(long bytes) {
  private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,11})(Ki|Mi|Gi|Ti|k|M|G|T|)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "k",
          1_000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "T",
          1_000_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30,
          "Ti",
          1L << 40);

  /** Reads an option's value. */
  static final class Converter implements ITypeConverter<Memory> {
    @Override
    public Memory convert(String text) {
      var match = SYNTAX.matcher(text);
      if (!match.matches()) {
        throw new TypeConversionException("'%s' is no amount of memory, as 1Gi is".formatted(text));
      }
      return new Memory(
          Math.multiplyExact(
              Long.parseLong(match.group(1)), UNITS.getOrDefault(match.group(2), 1L)));
    }
  }
}
