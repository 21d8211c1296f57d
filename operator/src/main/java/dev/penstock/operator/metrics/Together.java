package dev.penstock.operator.metrics;

/** What one figure for several pipelines is. */
enum Together {
  SUM,
  LEAST,
  LARGEST;

  double of(double one, double other) {
    return switch (this) {
      case SUM -> one + other;
      case LEAST -> Math.min(one, other);
      case LARGEST -> Math.max(one, other);
    };
  }
}
