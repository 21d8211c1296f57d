package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodEnvironmentTest {
  private final FakeObjects objects = new FakeObjects();
  private final Pod pod = Pods.pod();
  private final PodPaths paths = new PodPaths(Path.of("/p/root"), List.of("/scratch"));

  @Test
  void literalValuesNameMountsAndEarlierVariables() throws Exception {
    var values =
        resolve(
            new EnvVar("BASE", "/scratch", null),
            new EnvVar("WORK", "$(BASE)/work", null),
            new EnvVar("PRICE", "$$(BASE) $(UNKNOWN)", null));

    assertThat(values)
        .containsEntry("BASE", "/p/root/scratch")
        .containsEntry("WORK", "/p/root/scratch/work")
        .containsEntry("PRICE", "$(BASE) $(UNKNOWN)")
        .containsEntry("PATH", "/bin");
  }

  @Test
  void fieldsOfThePodAreGivenUnchanged() throws Exception {
    pod.getMetadata().getAnnotations().put("dir", "/scratch");

    var values =
        resolve(
            field("UID", "metadata.uid"),
            field("NS", "metadata.namespace"),
            field("NAME", "metadata.name"),
            field("RUN", "metadata.annotations['penstock.dev/run-uid']"),
            field("DIR", "metadata.annotations['dir']"),
            field("TEAM", "metadata.labels['team']"),
            field("NONE", "metadata.labels['none']"),
            field("NODE", "spec.nodeName"),
            field("IP", "status.podIP"));

    assertThat(values)
        .containsEntry("UID", "11111111-2222-3333-4444-555555555555")
        .containsEntry("NS", "shop")
        .containsEntry("NAME", "orders-x1")
        .containsEntry("RUN", "run-1")
        .containsEntry("DIR", "/scratch")
        .containsEntry("TEAM", "sales")
        .containsEntry("NONE", "")
        .containsEntry("NODE", "127.0.0.1")
        .containsEntry("IP", "127.0.0.1");
  }

  @Test
  void keysOfSecretsAndConfigMapsAreLookedUp() throws Exception {
    objects.secrets.put("shop/db", Map.of("password", "s3".getBytes()));
    objects.configMaps.put("shop/colours", Map.of("sky", "blue".getBytes()));
    pod.getSpec()
        .getContainers()
        .getFirst()
        .setEnvFrom(
            List.of(
                new EnvFromSourceBuilder()
                    .withPrefix("C_")
                    .withNewConfigMapRef("colours", false)
                    .build()));

    var values = resolve(secret("PASSWORD", "db", "password", false));

    assertThat(values).containsEntry("PASSWORD", "s3").containsEntry("C_sky", "blue");
  }

  @Test
  void anOptionalKeyThatIsMissingIsLeftOutAndANeededOneIsWaitedFor() throws Exception {
    assertThat(resolve(secret("PASSWORD", "db", "password", true))).doesNotContainKey("PASSWORD");
    assertThatThrownBy(() -> resolve(secret("PASSWORD", "db", "password", false)))
        .isInstanceOf(NotYetException.class)
        .hasMessage("Secret db has no key password");
  }

  private Map<String, String> resolve(EnvVar... variables) throws NotYetException {
    pod.getSpec().getContainers().getFirst().setEnv(List.of(variables));
    return new PodEnvironment(pod, objects, paths).resolve(Map.of("PATH", "/bin"));
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private static EnvVar secret(String name, String secret, String key, boolean optional) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, optional)
        .endValueFrom()
        .build();
  }
}
