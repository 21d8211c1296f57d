package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.demo.ImageCheck.Found;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName"})
  void anImageThatNoNodeGetsIsMissing(String reason) {
    assertThat(found(waiting(reason))).contains(new Found.Missing(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ContainerCreating", "ErrImagePull"})
  void aPullUnderWayOrTheFirstThatFailsSaysNothingYet(String reason) {
    assertThat(found(waiting(reason))).isEmpty();
  }

  @Test
  void aContainerThatWasMadeHadItsImageWhateverItDid() {
    assertThat(found(waiting("CreateContainerError"))).contains(new Found.There());
    assertThat(found(new ContainerStateBuilder().withNewRunning().endRunning()))
        .contains(new Found.There());
    assertThat(
            found(new ContainerStateBuilder().withNewTerminated().withExitCode(1).endTerminated()))
        .contains(new Found.There());
  }

  @Test
  void aPodThatNoNodeHasTakenSaysNothingYet() {
    assertThat(ImageCheck.found(new PodBuilder().build())).isEmpty();
    assertThat(ImageCheck.found(new PodBuilder().withNewStatus().endStatus().build())).isEmpty();
  }

  private static ContainerStateBuilder waiting(String reason) {
    return new ContainerStateBuilder().withNewWaiting().withReason(reason).endWaiting();
  }

  private static Optional<Found> found(ContainerStateBuilder state) {
    return ImageCheck.found(
        new PodBuilder()
            .withNewStatus()
            .addNewContainerStatus()
            .withName("image")
            .withState(state.build())
            .endContainerStatus()
            .endStatus()
            .build());
  }
}
