package dev.penstock.sandbox.redshift.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FidelityTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().resolveSibling("docs/redshift-fidelity.md");
  private static final boolean WRITE = Boolean.getBoolean("penstock.fidelity.write");

  private final FidelityPage.Shows shows = FidelityPage.shows();

  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    String page = FidelityPage.page(shows);
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run again with -Dpenstock.fidelity.write=true").hasContent(page);
  }

  @Test
  void everyBehaviourHasTheTestsThatItCanHave() {
    List<String> missing = new ArrayList<>();
    for (Behaviour behaviour : Behaviour.values()) {
      if (behaviour.shown() != Behaviour.Shown.REFUSED
          && !shows.reproduced().containsKey(behaviour)) {
        missing.add(behaviour + " is reproduced by no test");
      }
      if (behaviour.shown() != Behaviour.Shown.REPRODUCED
          && !shows.refused().containsKey(behaviour)) {
        missing.add(behaviour + " is refused in no test");
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theFirstThirtyAreNumberedInTheirOrder() {
    assertThat(
            Stream.of(Behaviour.values())
                .filter(it -> it.number().isPresent())
                .map(it -> it.number().getAsInt()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
  }
}
