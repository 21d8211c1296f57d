package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  @TempDir Path folder;
  private final FakeObjects objects = new FakeObjects();
  private final Pod pod = Pods.pod();

  @Test
  void configMapsAndSecretsAreFilesWhereThePodMountsThem() throws Exception {
    objects.configMaps.put("shop/config", Map.of("a.json", "{}".getBytes(), "b", "x".getBytes()));
    objects.secrets.put("shop/db", Map.of("password", "s3".getBytes()));
    mount(
        "/etc/penstock/config", configMap("config", false, new KeyToPath("a.json", null, "in/a")));
    mount("/etc/penstock/secrets/db", secret("db", false));

    layOut();

    assertThat(root("etc/penstock/config/in/a")).hasContent("{}");
    assertThat(root("etc/penstock/config/b")).doesNotExist();
    assertThat(root("etc/penstock/secrets/db/password")).hasContent("s3");
  }

  @Test
  void anOptionalSecretThatIsMissingIsAnEmptyFolderAndANeededOneIsWaitedFor() throws Exception {
    mount("/optional", secret("gone", true));

    layOut();

    assertThat(root("optional")).isEmptyDirectory();
    mount("/needed", secret("gone", false));
    assertThatThrownBy(this::layOut)
        .isInstanceOf(NotYetException.class)
        .hasMessage("Secret gone does not exist");
  }

  @Test
  void whatAContainerLeftInAnEmptyDirStaysForTheNextStart() throws Exception {
    mount("/scratch", new VolumeBuilder().withNewEmptyDir().endEmptyDir());
    layOut();
    Files.writeString(root("scratch/left"), "here");

    layOut();

    assertThat(root("scratch/left")).hasContent("here");
  }

  @Test
  void aVolumeThatIsMountedTwiceIsTheSameFolder() throws Exception {
    mount("/one", new VolumeBuilder().withNewEmptyDir().endEmptyDir());
    pod.getSpec()
        .getContainers()
        .getFirst()
        .getVolumeMounts()
        .add(new VolumeMountBuilder().withName("v0").withMountPath("/other/two").build());
    layOut();

    Files.writeString(root("one/file"), "x");

    assertThat(root("other/two/file")).hasContent("x");
  }

  @Test
  void fieldsOfThePodAreFiles() throws Exception {
    mount(
        "/info",
        new VolumeBuilder()
            .withNewDownwardAPI()
            .addNewItem()
            .withPath("labels")
            .withNewFieldRef("v1", "metadata.labels")
            .endItem()
            .endDownwardAPI());

    layOut();

    assertThat(root("info/labels")).hasContent("app=\"orders\"\nteam=\"sales\"");
  }

  @Test
  void aServiceAccountsTokenIsRenewedAndTheProcessFindsTheServerByAKubeconfig() throws Exception {
    objects.configMaps.put("shop/kube-root-ca.crt", Map.of("ca.crt", "CERT".getBytes()));
    mount(
        ACCOUNT,
        new VolumeBuilder()
            .withNewProjected()
            .addNewSource()
            .withNewServiceAccountToken(null, 3607L, "token")
            .endSource()
            .addNewSource()
            .withNewConfigMap()
            .withName("kube-root-ca.crt")
            .endConfigMap()
            .endSource()
            .addNewSource()
            .withNewDownwardAPI()
            .addNewItem()
            .withPath("namespace")
            .withNewFieldRef("v1", "metadata.namespace")
            .endItem()
            .endDownwardAPI()
            .endSource()
            .endProjected());
    var access = new ApiAccess(URI.create("https://127.0.0.1:6443"));
    var kubeconfig = folder.resolve("kubeconfig");

    assertThat(layOut()).contains(FakeObjects.RENEW_AT);
    assertThat(access.variables(paths(), kubeconfig))
        .containsEntry("KUBECONFIG", kubeconfig.toString())
        .containsEntry("KUBERNETES_SERVICE_HOST", "127.0.0.1")
        .containsEntry("KUBERNETES_SERVICE_PORT", "6443");
    assertThat(kubeconfig).content().contains("token: token-1", "namespace: shop", "/ca.crt");
    layOut();
    access.variables(paths(), kubeconfig);
    assertThat(kubeconfig).content().contains("token: token-2");
  }

  private java.util.Optional<java.time.Instant> layOut() throws Exception {
    return new Volumes(pod, objects, paths()).layOut();
  }

  private PodPaths paths() {
    return new PodPaths(
        folder.resolve("root"),
        pod.getSpec().getContainers().getFirst().getVolumeMounts().stream()
            .map(m -> m.getMountPath())
            .toList());
  }

  private Path root(String path) {
    return folder.resolve("root").resolve(path);
  }

  private void mount(String path, VolumeBuilder volume) {
    var name = "v" + pod.getSpec().getVolumes().size();
    Volume named = volume.withName(name).build();
    pod.getSpec().getVolumes().add(named);
    pod.getSpec()
        .getContainers()
        .getFirst()
        .getVolumeMounts()
        .add(new VolumeMountBuilder().withName(name).withMountPath(path).build());
  }

  private static VolumeBuilder configMap(String name, boolean optional, KeyToPath... items) {
    return new VolumeBuilder()
        .withNewConfigMap()
        .withName(name)
        .withOptional(optional)
        .withItems(List.of(items))
        .endConfigMap();
  }

  private static VolumeBuilder secret(String name, boolean optional) {
    return new VolumeBuilder()
        .withNewSecret()
        .withSecretName(name)
        .withOptional(optional)
        .endSecret();
  }
}
