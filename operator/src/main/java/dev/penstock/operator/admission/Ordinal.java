package dev.penstock.operator.admission;

/** A place in a queue as people say it: 1st, 2nd, 3rd, 11th. */
final class Ordinal {
  private Ordinal() {}

  static String of(int place) {
    boolean teens = place % 100 / 10 == 1;
    var ending =
        switch (teens ? 0 : place % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
    return place + ending;
  }
}
