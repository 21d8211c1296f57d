package dev.penstock.sandbox.smoke;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All thirty, in the order of their numbers. */
final class SmokeCases {
  private SmokeCases() {}

  static List<SmokeCase> all() {
    return Stream.of(
            TableCases.all(),
            TextCopyCases.all(),
            ManifestCases.all(),
            ParquetCases.all(),
            LockCases.all(),
            StatementCases.all(),
            CopyCases.all())
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(SmokeCase::number))
        .toList();
  }
}
