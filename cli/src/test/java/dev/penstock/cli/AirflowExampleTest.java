package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AirflowExampleTest {
  private static final Path DAG = Path.of("../examples/airflow/penstock_orders.py");

  /** One that it did not know would be waited for until the task times out. */
  @Test
  void theDagKnowsEveryStateInWhichARunEnds() throws IOException {
    var dag = Files.readString(DAG);
    var known = states(dag, "SUCCEEDED");
    assertThat(known).containsExactly("Succeeded");
    known.addAll(states(dag, "ENDED_OTHERWISE"));

    var json = new ObjectMapper();
    var ends =
        Arrays.stream(RunState.values())
            // Whether it ended is told by its completionTime.
            .filter(state -> state.terminal() && state != RunState.UNKNOWN)
            .map(state -> json.convertValue(state, String.class))
            .collect(Collectors.toSet());
    assertThat(known).isEqualTo(ends);
    assertThat(dag).contains("status.get(\"completionTime\")");
  }

  private static Set<String> states(String dag, String name) {
    var line = Pattern.compile("(?m)^" + name + " = [{](.*)[}]$").matcher(dag);
    assertThat(line.find()).as(name).isTrue();
    return Arrays.stream(line.group(1).split(", "))
        .map(word -> word.replace("\"", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
