package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables by name, {@code schema.table}, where {@code *} stands for any text and {@code ?} for one
 * character; letters count as the database spells them.
 */
public record TablePattern(String schema, String table) {
  /**
   * {@return what a word says}
   *
   * @throws ConfigurationException for one that is not {@code schema.table}
   */
  public static TablePattern of(String word) {
    int dot = word.indexOf('.');
    if (dot <= 0 || dot == word.length() - 1) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "The pattern %s is not schema.table".formatted(Words.plain(word)),
          "Write schema and table with a dot between them, in quotes, as 'public.*'");
    }
    return new TablePattern(word.substring(0, dot), word.substring(dot + 1));
  }

  /** {@return whether a relation has such a name} */
  public boolean matches(CatalogEntry entry) {
    return glob(schema).matcher(entry.schema()).matches()
        && glob(table).matcher(entry.name()).matches();
  }

  /** {@return whether it names one relation and no other} */
  public boolean exact() {
    return !(schema + table).matches("(?s).*[*?].*");
  }

  private static Pattern glob(String text) {
    return Pattern.compile(
        text.codePoints()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
