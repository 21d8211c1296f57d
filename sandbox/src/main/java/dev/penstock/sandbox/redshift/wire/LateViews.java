package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.sql.LateBinding;
import dev.penstock.sandbox.redshift.sql.Literals;
import dev.penstock.sandbox.redshift.sql.Refusal;
import dev.penstock.sandbox.redshift.sql.Statement;
import dev.penstock.sandbox.redshift.sql.Translator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Binds the views WITH NO SCHEMA BINDING that a statement reads, when it is read. */
final class LateViews {
  /** Views of views of views; one that reads itself must end too. */
  private static final int DEEPEST = 16;

  private final Pipeline pipeline;

  LateViews(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * The statement for PostgreSQL, with its views bound. Empty means that the transaction has
   * failed.
   *
   * @param text as the client has it
   * @param translated the same for PostgreSQL, without regard to views
   */
  Optional<String> bind(String text, String translated) throws IOException, Refusal {
    String expanded = text;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Set<String> tables = LateBinding.tables(expanded);
      if (tables.isEmpty()) {
        return Optional.of(translated);
      }
      Optional<List<LateBinding.View>> views = views(tables);
      if (views.isEmpty()) {
        return Optional.empty();
      }
      String more = LateBinding.expand(expanded, views.get());
      if (views.get().isEmpty() || more.equals(expanded)) {
        return Optional.of(depth == 0 ? translated : retranslated(expanded));
      }
      expanded = more;
    }
    throw Refusal.unknown("A view of more than %d views".formatted(DEEPEST));
  }

  private static String retranslated(String expanded) throws Refusal {
    return Translator.translate(expanded) instanceof Statement.Forward forward
        ? forward.sql()
        : expanded;
  }

  private Optional<List<LateBinding.View>> views(Set<String> names) throws IOException {
    Optional<List<Message>> rows =
        pipeline.own(
            "SELECT * FROM pg_catalog.penstock_late_views(ARRAY[%s])"
                .formatted(names.stream().map(Literals::text).collect(Collectors.joining(", "))));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<LateBinding.View> views = new ArrayList<>();
    for (Message row : rows.get()) {
      List<String> said = row.reader().columns();
      views.add(
          new LateBinding.View(said.get(0), said.get(1), said.get(2).equals("t"), said.get(3)));
    }
    return Optional.of(views);
  }
}
