package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.RunnerContract;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of names that others may rely on. */
class NamesTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`(penstock\\.dev/[a-z-]+)`");

  /** It is judged by the chart's policy, which the operator does not read. */
  private static final String OF_THE_CHART = "penstock.dev/store-prefix";

  @Test
  void thePageNamesEveryLabelAndAnnotationAndNoOther() throws IOException {
    var page = Files.readString(HOME.resolve("docs/reference/names.md"));
    var named = new TreeSet<String>();
    NAME.matcher(page).results().forEach(result -> named.add(result.group(1)));
    var constants = new TreeSet<>(constants());
    constants.add(OF_THE_CHART);
    assertThat(named).isEqualTo(constants);
  }

  private static Set<String> constants() {
    return Stream.of(Marks.class, RunnerContract.class)
        .flatMap(type -> Stream.of(type.getFields()))
        .filter(field -> field.getType() == String.class)
        .map(NamesTest::value)
        .filter(text -> text.startsWith("penstock.dev/"))
        .collect(Collectors.toSet());
  }

  private static String value(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException hidden) {
      throw new AssertionError(hidden);
    }
  }
}
