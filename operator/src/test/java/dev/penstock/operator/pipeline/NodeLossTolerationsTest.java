package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLossTolerationsTest {
  private static final Toleration NOT_READY = ours("node.kubernetes.io/not-ready");
  private static final Toleration UNREACHABLE = ours("node.kubernetes.io/unreachable");

  private static Toleration ours(String taint) {
    return new Toleration("NoExecute", taint, "Exists", 60L, null);
  }

  @Test
  void aLostNodeKeepsItsPodsForAMinute() {
    assertThat(NodeLossTolerations.with(List.of())).containsExactly(NOT_READY, UNREACHABLE);
  }

  @Test
  void whatTheSpecSaysOfSuchATaintIsLeftAlone() {
    var patient = new TolerationBuilder(UNREACHABLE).withTolerationSeconds(3600L).build();
    assertThat(NodeLossTolerations.with(List.of(patient))).containsExactly(patient, NOT_READY);
    var everything = new TolerationBuilder().withOperator("Exists").build();
    assertThat(NodeLossTolerations.with(List.of(everything))).containsExactly(everything);
  }

  @Test
  void anotherTaintOrEffectIsNoAnswerToOurs() {
    var spot = new Toleration("NoSchedule", "spot", "Exists", null, null);
    var scheduling = new Toleration("NoSchedule", UNREACHABLE.getKey(), "Exists", null, null);
    assertThat(NodeLossTolerations.with(List.of(spot, scheduling)))
        .containsExactly(spot, scheduling, NOT_READY, UNREACHABLE);
  }
}
