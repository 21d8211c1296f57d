package dev.penstock.runner.plan;

import dev.penstock.runner.engine.EngineFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What calling a function means for waves, by its name. */
final class Functions {
  /** Read the variables of this run, which are set once. */
  private static final Set<String> FIXED = Set.of("getvariable");

  /** Yields rows from a list of its own row, wherever it stands. */
  private static final String UNNEST = "unnest";

  /** Table functions whose rows follow from their arguments alone. */
  private static final Set<String> SERIES = Set.of("range", "generate_series", UNNEST);

  /** Names without brackets that are functions all the same. */
  private static final Set<String> BARE =
      Set.of(
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user",
          "user",
          "current_role",
          "current_catalog",
          "current_schema");

  /** The engine says that they are the same for ever, and they tell the time. */
  private static final Set<String> TELL_TIME =
      Set.of("age", "current_localtime", "current_localtimestamp");

  private final Map<String, List<EngineFunction>> byName = new HashMap<>();

  Functions(List<EngineFunction> functions) {
    functions.forEach(function ->
        byName.computeIfAbsent(function.name(), name -> new ArrayList<>()).add(function));
  }

  /** What a call does. */
  sealed interface Call {
    /** The same arguments yield the same value, row by row. */
    record RowByRow() implements Call {}

    /** Several rows become one. */
    record Aggregate() implements Call {}

    /** It sees other rows. */
    record Window() implements Call {}

    /** Another statement may get another value. */
    record Varying() implements Call {}

    /** It stands for other expressions. */
    record Macro(List<String> definitions) implements Call {}

    /** Nothing is known of it. */
    record Unknown() implements Call {}
  }

  /** {@return what a call inside an expression does} */
  Call call(String function) {
    var name = function.toLowerCase(Locale.ROOT);
    if (FIXED.contains(name) || name.equals(UNNEST)) {
      return new Call.RowByRow();
    }
    if (TELL_TIME.contains(name)) {
      return new Call.Varying();
    }
    var overloads =
        byName.getOrDefault(name, List.of()).stream()
            .filter(overload -> overload.kind() != EngineFunction.Kind.OTHER)
            .toList();
    if (overloads.isEmpty()) {
      return new Call.Unknown();
    }
    if (overloads.stream().anyMatch(o -> o.kind() == EngineFunction.Kind.AGGREGATE)) {
      return new Call.Aggregate();
    }
    if (overloads.stream().anyMatch(o -> o.kind() == EngineFunction.Kind.WINDOW)) {
      return new Call.Window();
    }
    var scalars = overloads.stream().filter(o -> o.kind() == EngineFunction.Kind.SCALAR).toList();
    if (scalars.stream().anyMatch(o -> o.stability() != EngineFunction.Stability.ALWAYS)) {
      return new Call.Varying();
    }
    if (scalars.isEmpty()) {
      return new Call.Macro(overloads.stream().flatMap(o -> o.definition().stream()).toList());
    }
    return overloads.size() == scalars.size() ? new Call.RowByRow() : new Call.Unknown();
  }

  /** {@return whether a table function yields the same rows for the same arguments} */
  static boolean series(String function) {
    return SERIES.contains(function.toLowerCase(Locale.ROOT));
  }

  /** {@return whether a name that looks like a column may be a call} */
  static boolean bare(String name) {
    return BARE.contains(name.toLowerCase(Locale.ROOT));
  }
}
