package dev.penstock.sandbox.redshift.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Views WITH NO SCHEMA BINDING. PostgreSQL binds every view, so such a one is only kept there as a
 * text, and whoever reads it is given its query instead of its name.
 */
public final class LateBinding {
  private static final Set<String> NO_ALIAS =
      Set.of(
          "cross",
          "except",
          "fetch",
          "for",
          "full",
          "group",
          "having",
          "inner",
          "intersect",
          "join",
          "left",
          "limit",
          "minus",
          "natural",
          "offset",
          "on",
          "order",
          "right",
          "set",
          "union",
          "using",
          "when",
          "where",
          "with");

  /** After these, what follows names no table any more. */
  private static final Set<String> ENDS =
      Set.of(
          "except",
          "group",
          "having",
          "intersect",
          "limit",
          "minus",
          "offset",
          "order",
          "select",
          "set",
          "union",
          "values",
          "when",
          "where");

  /** In the brackets of these, FROM is no clause. */
  private static final Set<String> WITH_FROM = Set.of("extract", "overlay", "substring", "trim");

  private static final List<String> UNBOUND = List.of("WITH", "NO", "SCHEMA", "BINDING");

  private LateBinding() {}

  /**
   * Such a view.
   *
   * @param visible whether its name without the schema means it
   */
  public record View(String schema, String name, boolean visible, String query) {}

  /** A place where a table is named: these tokens, the second number is behind them. */
  private record Place(int from, int to, Optional<String> schema, String name) {
    boolean names(View view) {
      return name.equals(view.name()) && schema.map(view.schema()::equals).orElse(view.visible());
    }
  }

  /** The tables that a statement reads now, without their schemas. */
  public static Set<String> tables(String sql) throws Refusal {
    Set<String> names = new TreeSet<>();
    for (Place place : places(Tokenizer.tokens(sql))) {
      names.add(place.name());
    }
    return names;
  }

  /** The statement with the views' queries in the place of their names. */
  public static String expand(String sql, List<View> views) throws Refusal {
    List<Token> tokens = new ArrayList<>(Tokenizer.tokens(sql));
    for (Place place : places(tokens).reversed()) {
      for (View view : views) {
        if (place.names(view)) {
          List<Token> query = new ArrayList<>(Tokenizer.tokens(" (" + view.query() + ")"));
          if (!aliased(tokens, place.to())) {
            query.addAll(Tokenizer.tokens(" AS " + Literals.identifier(view.name())));
          }
          List<Token> named = tokens.subList(place.from(), place.to());
          named.clear();
          named.addAll(query);
          break;
        }
      }
    }
    return Sql.text(tokens);
  }

  private static boolean aliased(List<Token> tokens, int at) {
    return at < tokens.size()
        && tokens.get(at).isName()
        && !(tokens.get(at).kind() == Token.Kind.WORD && NO_ALIAS.contains(tokens.get(at).name()));
  }

  /** Whether a statement makes such a view, which keeps the names. */
  static boolean keeps(List<Token> tokens) {
    int last = tokens.size() - UNBOUND.size();
    return last > 0
        && tokens.getFirst().is("CREATE")
        && IntStream.range(0, UNBOUND.size())
            .allMatch(i -> tokens.get(last + i).is(UNBOUND.get(i)));
  }

  /** CREATE VIEW ... WITH NO SCHEMA BINDING, behind its name. */
  static String kept(List<Token> query) throws Refusal {
    for (Place place : places(query)) {
      if (place.schema().isEmpty()) {
        throw Refusal.of(
            "0A000",
            "All the relation names inside should be qualified when creating VIEW WITH NO SCHEMA"
                + " BINDING.");
      }
    }
    byte[] text = Sql.text(query).getBytes(StandardCharsets.UTF_8);
    return "AS SELECT pg_catalog.penstock_late_binding('%s') AS penstock_late_binding"
        .formatted(HexFormat.of().formatHex(text));
  }

  /** What a bracket interrupts: whether a comma brings a table, whether it is a call with FROM. */
  private record Level(boolean list, boolean call) {}

  private static List<Place> places(List<Token> tokens) {
    Set<String> with = with(tokens);
    List<Place> places = new ArrayList<>();
    Deque<Level> outer = new ArrayDeque<>();
    boolean call = false;
    boolean list = false;
    boolean expected = false;
    if (keeps(tokens)) {
      return places;
    }
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      String word = token.kind() == Token.Kind.WORD ? token.name() : "";
      if (token.is("(")) {
        outer.push(new Level(list, call));
        call = i > 0 && WITH_FROM.contains(tokens.get(i - 1).name());
        list = expected;
      } else if (token.is(")")) {
        Level level = outer.isEmpty() ? new Level(false, false) : outer.pop();
        call = level.call();
        list = level.list();
        expected = false;
      } else if (token.is(",")) {
        expected = list;
      } else if (word.equals("from")) {
        boolean clause = !call && !(i > 0 && tokens.get(i - 1).is("DISTINCT"));
        list |= clause;
        expected = clause;
      } else if (word.equals("using")) {
        boolean columns = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
        list |= !columns;
        expected = !columns;
      } else if (word.equals("join")) {
        expected = true;
      } else if (ENDS.contains(word)) {
        list = false;
        expected = false;
      } else if (expected && token.isName()) {
        Place place = place(tokens, i);
        boolean function = place.to() < tokens.size() && tokens.get(place.to()).is("(");
        if (!function && !(place.schema().isEmpty() && with.contains(place.name()))) {
          places.add(place);
        }
        i = place.to() - 1;
        expected = false;
      } else {
        expected = false;
      }
    }
    return places;
  }

  private static Place place(List<Token> tokens, int at) {
    boolean qualified =
        at + 2 < tokens.size() && tokens.get(at + 1).is(".") && tokens.get(at + 2).isName();
    return qualified
        ? new Place(at, at + 3, Optional.of(tokens.get(at).name()), tokens.get(at + 2).name())
        : new Place(at, at + 1, Optional.empty(), tokens.get(at).name());
  }

  /** The names that WITH gives: they hide tables. */
  private static Set<String> with(List<Token> tokens) {
    Set<String> names = new HashSet<>();
    if (tokens.stream().noneMatch(token -> token.is("WITH"))) {
      return names;
    }
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isName() && tokens.get(i + 1).is("AS") && tokens.get(i + 2).is("(")) {
        names.add(tokens.get(i).name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
