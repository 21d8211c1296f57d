package dev.penstock.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How resources are printed. */
enum Output {
  /** Columns. */
  TABLE,
  /** More columns. */
  WIDE,
  /** The resources themselves, as a List. */
  JSON,
  /** Likewise. */
  YAML;

  /** Reads {@code -o}, which can not ask for what is printed without it. */
  static final class Reader implements ITypeConverter<Output> {
    @Override
    public Output convert(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "wide" -> WIDE;
        case "json" -> JSON;
        case "yaml" -> YAML;
        default ->
            throw new TypeConversionException(
                "there is no output %s. Write -o json, yaml or wide.".formatted(word));
      };
    }
  }
}
