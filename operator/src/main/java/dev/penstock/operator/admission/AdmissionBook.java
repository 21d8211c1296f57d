package dev.penstock.operator.admission;

import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One page of the namespace's ConfigMap {@value #NAME}: the newest intent, as read. Writing the
 * next one succeeds only if nobody else has written since, so decisions of a namespace come one
 * after the other, whoever takes them (docs/decisions/0018).
 */
final class AdmissionBook {
  static final String NAME = "penstock-admission";
  private static final String KEY = "intent";
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String namespace;
  private final @Nullable ConfigMap page;

  private AdmissionBook(KubernetesClient client, String namespace, @Nullable ConfigMap page) {
    this.client = client;
    this.namespace = namespace;
    this.page = page;
  }

  static AdmissionBook read(KubernetesClient client, String namespace) {
    var page = client.configMaps().inNamespace(namespace).withName(NAME).get();
    return new AdmissionBook(client, namespace, page);
  }

  /** {@return what was decided last; its Job may have started since} */
  Optional<Intent> intent() {
    return Optional.ofNullable(page)
        .flatMap(read -> Optional.ofNullable(read.getData()))
        .flatMap(data -> Intent.parse(data.get(KEY)));
  }

  /** {@return whether the intent is the next one; false: someone else was faster, read again} */
  boolean write(Intent next) {
    try {
      if (page == null) {
        client.resource(first(next)).create();
      } else {
        replace(page, next);
      }
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == CONFLICT || refused.getCode() == NOT_FOUND) {
        return false;
      }
      throw refused;
    }
  }

  private ConfigMap first(Intent intent) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .addToLabels(Marks.MANAGED_BY, Marks.PENSTOCK)
        .endMetadata()
        .addToData(KEY, intent.json())
        .build();
  }

  private void replace(ConfigMap read, Intent next) {
    var metadata = read.getMetadata();
    var patch =
        Map.of(
            "metadata",
            Map.of("uid", metadata.getUid(), "resourceVersion", metadata.getResourceVersion()),
            "data",
            Map.of(KEY, next.json()));
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }
}
