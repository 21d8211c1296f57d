package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  record Case(String asksFor, Consumer<Pod> change) {
    @Override
    public String toString() {
      return asksFor;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("init containers", p -> p.getSpec().setInitContainers(List.of(new Container()))),
        new Case(
            "more than one container",
            p -> p.getSpec().setContainers(List.of(container(p), container(p)))),
        new Case("hostPID", p -> p.getSpec().setHostPID(true)),
        new Case("hostIPC", p -> p.getSpec().setHostIPC(true)),
        new Case(
            "hostPath volume data",
            p ->
                p.getSpec()
                    .setVolumes(
                        List.of(
                            new VolumeBuilder()
                                .withName("data")
                                .withNewHostPath("/data", null)
                                .build()))),
        new Case(
            "the kind of volume claim",
            p ->
                p.getSpec()
                    .setVolumes(
                        List.of(
                            new VolumeBuilder()
                                .withName("claim")
                                .withNewPersistentVolumeClaim("c", false)
                                .build()))),
        new Case(
            "a mount with subPath",
            p ->
                container(p)
                    .setVolumeMounts(
                        List.of(
                            new VolumeMountBuilder()
                                .withName("v")
                                .withMountPath("/v")
                                .withSubPath("s")
                                .build()))),
        new Case(
            "privileged",
            p ->
                change(
                    p, c -> c.withNewSecurityContext().withPrivileged(true).endSecurityContext())),
        new Case("lifecycle hooks", p -> change(p, c -> c.withNewLifecycle().endLifecycle())),
        new Case("a terminal", p -> container(p).setTty(true)),
        new Case(
            "a readiness probe other than httpGet",
            p ->
                change(
                    p,
                    c ->
                        c.withNewReadinessProbe()
                            .withNewExec()
                            .withCommand("true")
                            .endExec()
                            .endReadinessProbe())),
        new Case(
            "a variable from a resource or an unknown field",
            p ->
                change(
                    p,
                    c ->
                        c.addNewEnv()
                            .withName("CPU")
                            .withNewValueFrom()
                            .withNewResourceFieldRef()
                            .withResource("limits.cpu")
                            .endResourceFieldRef()
                            .endValueFrom()
                            .endEnv())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatANodeOfProcessesLacksIsNamed(Case wrong) {
    var pod = Pods.pod();
    wrong.change().accept(pod);

    assertThat(Refusal.of(pod))
        .contains(
            "Pod orders-x1 asks for %s, which a process node does not have; it needs a real node"
                .formatted(wrong.asksFor()));
  }

  @Test
  void aPodAsTheOperatorMakesItIsTaken() {
    var pod = Pods.pod();
    change(
        pod,
        c ->
            c.withNewSecurityContext()
                .withReadOnlyRootFilesystem(true)
                .endSecurityContext()
                .withNewLivenessProbe()
                .withNewExec()
                .withCommand("true")
                .endExec()
                .endLivenessProbe());
    pod.getSpec()
        .setVolumes(
            List.of(
                new VolumeBuilder().withName("a").withNewEmptyDir().endEmptyDir().build(),
                new VolumeBuilder().withName("b").withNewConfigMap().endConfigMap().build(),
                new VolumeBuilder().withName("c").withNewSecret().endSecret().build()));

    assertThat(Refusal.of(pod)).isEmpty();
  }

  private static Container container(Pod pod) {
    return pod.getSpec().getContainers().getFirst();
  }

  private static void change(Pod pod, Consumer<ContainerBuilder> change) {
    var builder = new ContainerBuilder(container(pod));
    change.accept(builder);
    pod.getSpec().setContainers(List.of(builder.build()));
  }
}
