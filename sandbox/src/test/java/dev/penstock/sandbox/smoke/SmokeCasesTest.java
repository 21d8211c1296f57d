package dev.penstock.sandbox.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmokeCasesTest {
  @Test
  void thereIsOneCaseForEachNumberedBehaviour() {
    assertThat(SmokeCases.all().stream().map(SmokeCase::number))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
    assertThat(SmokeCases.all().stream().map(SmokeCase::behaviour))
        .containsExactlyElementsOf(
            Arrays.stream(Behaviour.values()).filter(it -> it.number().isPresent()).toList());
  }
}
