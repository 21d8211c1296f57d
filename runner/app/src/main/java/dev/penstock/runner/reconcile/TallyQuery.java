package dev.penstock.runner.reconcile;

import dev.penstock.runner.spi.PartSchema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the tally of rows that have the columns of parts, wherever they lie.
 *
 * @param quote writes a column's name
 */
public record TallyQuery(PartSchema schema, Dialect dialect, UnaryOperator<String> quote) {
  /** Figures of one statement; a select list is limited to some 1,600 items. */
  private static final int COLUMNS = 200;

  /**
   * Executes one statement.
   *
   * @param <E> what it fails with
   */
  @FunctionalInterface
  public interface Asked<E extends Exception> {
    /** {@return the only row, a NULL as null} */
    List<@Nullable String> row(String sql) throws E;
  }

  /**
   * {@return the tally}
   *
   * @param from what stands behind FROM
   */
  public <E extends Exception> Tally of(String from, Asked<E> asked) throws E {
    var all = schema.columns();
    long rows = 0;
    List<ColumnTally> columns = new ArrayList<>();
    for (int at = 0; at < all.size(); at += COLUMNS) {
      var questions =
          all.subList(at, Math.min(at + COLUMNS, all.size())).stream()
              .map(column -> new ColumnQuestions(column, dialect, quote))
              .toList();
      var answers = asked.row(sql(questions, from));
      rows = Long.parseLong(String.valueOf(answers.getFirst()));
      columns.addAll(tallies(questions, answers.subList(1, answers.size())));
    }
    return new Tally(rows, columns);
  }

  private static String sql(List<ColumnQuestions> questions, String from) {
    List<String> items = new ArrayList<>();
    items.add("COUNT(*)");
    questions.forEach(question -> items.addAll(question.aggregates().values()));
    return "SELECT %s FROM %s".formatted(String.join(", ", items), from);
  }

  private static List<ColumnTally> tallies(
      List<ColumnQuestions> questions, List<@Nullable String> answers) {
    List<ColumnTally> tallies = new ArrayList<>();
    int at = 0;
    for (var question : questions) {
      var figures = new EnumMap<Figure, java.math.BigDecimal>(Figure.class);
      for (var figure : question.aggregates().keySet()) {
        ColumnQuestions.number(answers.get(at++)).ifPresent(number -> figures.put(figure, number));
      }
      tallies.add(new ColumnTally(question.column().name(), figures));
    }
    return tallies;
  }
}
