package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CyclesTest {
  private static EtlPipelineSpec after(String... names) {
    var list = Arrays.stream(names).map("{name: %s}"::formatted).collect(Collectors.joining(", "));
    return Specs.pipeline().with("/after", "{pipelines: [" + list + "]}").asPipeline();
  }

  private static String line(String name, Map<String, EtlPipelineSpec> pipelines) {
    return new Validator().cycle(name, pipelines).map(Finding::line).orElse("");
  }

  @Test
  void theWayFromAPipelineBackToItselfIsNamed() {
    var pipelines = Map.of("a", after("x", "b"), "b", after("c"), "c", after("a"), "d", after("a"));
    assertThat(line("a", pipelines))
        .isEqualTo(
            "spec.after.pipelines[1].name: Pipeline a waits for itself: a -> b -> c -> a. Remove one"
                + " of these from the after of the one before it.");
    assertThat(line("b", pipelines)).contains("b -> c -> a -> b");
    assertThat(line("d", pipelines)).as("it waits for a circle and is in none").isEmpty();
    assertThat(line("missing", pipelines)).isEmpty();
  }

  @Test
  void aLongWayIsCutInItsMiddle() {
    var pipelines = new TreeMap<String, EtlPipelineSpec>();
    for (int i = 0; i < 100; i++) {
      pipelines.put("p" + i, after("p" + (i + 1) % 100));
    }
    assertThat(line("p0", pipelines)).contains("p5 -> 89 more -> p95").endsWith("before it.");
  }

  /** Against reachability by repeated squaring of the relation. */
  @Test
  void findsExactlyTheCirclesThatThereAre() {
    int circles = 0;
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      int size = 2 + random.nextInt(7);
      var waits = new boolean[size][size];
      var pipelines = new TreeMap<String, EtlPipelineSpec>();
      for (int from = 0; from < size; from++) {
        var names = new ArrayList<String>();
        for (int to = 0; to < size; to++) {
          if (from != to && random.nextInt(size) == 0) {
            waits[from][to] = true;
            names.add("p" + to);
          }
        }
        if (!names.isEmpty()) {
          pipelines.put("p" + from, after(names.toArray(String[]::new)));
        }
      }
      var reaches = closed(waits);
      for (int i = 0; i < size; i++) {
        var found = line("p" + i, pipelines);
        assertThat(!found.isEmpty()).as("seed %d, p%d", seed, i).isEqualTo(reaches[i][i]);
        if (!found.isEmpty()) {
          circles++;
          isAWay(found, waits);
        }
      }
    }
    assertThat(circles).isGreaterThan(100);
  }

  private static void isAWay(String found, boolean[][] waits) {
    var way = found.replaceFirst(".*itself: ", "").replaceFirst("[.] Remove.*", "").split(" -> ");
    assertThat(way[0]).isEqualTo(way[way.length - 1]);
    for (int i = 0; i + 1 < way.length; i++) {
      assertThat(waits[number(way[i])][number(way[i + 1])]).as(found).isTrue();
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(1));
  }

  private static boolean[][] closed(boolean[][] relation) {
    int size = relation.length;
    var closed = Arrays.stream(relation).map(boolean[]::clone).toArray(boolean[][]::new);
    for (int over = 0; over < size; over++) {
      for (int from = 0; from < size; from++) {
        for (int to = 0; to < size; to++) {
          closed[from][to] |= closed[from][over] && closed[over][to];
        }
      }
    }
    return closed;
  }

  @Test
  void whatIsWaitedForStandsOnceAndIsAnother() {
    var twice = Specs.pipeline().with("/after", "{pipelines: [{name: a}, {name: a}]}");
    assertThat(Specs.lines(twice.checked()))
        .containsExactly(
            "Duplicate spec.after.pipelines[1].name: Pipeline a is waited for twice. Remove one of"
                + " them.");
    var itself = Specs.pipeline().with("/after", "{pipelines: [{name: orders}]}");
    assertThat(Specs.lines(itself.checked()))
        .containsExactly(
            "Invalid spec.after.pipelines[0].name: Pipeline orders waits for itself. Remove it from"
                + " after.");
    assertThat(Specs.lines(Specs.pipeline().with("/after", "{pipelines: []}").checked()))
        .singleElement()
        .asString()
        .contains("spec.after.pipelines");
    var many =
        java.util.stream.IntStream.range(0, 17)
            .mapToObj("{name: p%d}"::formatted)
            .collect(Collectors.joining(", "));
    assertThat(
            Specs.lines(Specs.pipeline().with("/after", "{pipelines: [" + many + "]}").checked()))
        .hasSize(1);
    assertThat(
            Specs.lines(
                Specs.pipeline()
                    .with("/after", "{when: Any, pipelines: [{name: a}, {name: b}]}")
                    .checked()))
        .isEqualTo(List.of());
  }
}
