package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.process.Folders;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays the volumes of a pod out as directories, each where the pod mounts it. */
record Volumes(Pod pod, ApiObjects objects, PodPaths paths) {

  /**
   * Makes the directories and writes the files from the API; what a container left in an emptyDir
   * stays. Repeated, it writes fresh tokens.
   *
   * @return when the first token must be replaced; empty when there is none
   */
  Optional<Instant> layOut() throws IOException, NotYetException {
    var container = pod.getSpec().getContainers().getFirst();
    var placed = new HashMap<String, Path>();
    var tokens = new Tokens();
    // A mount inside another one comes after it.
    var mounts =
        container.getVolumeMounts().stream()
            .sorted(Comparator.comparingInt(m -> m.getMountPath().length()))
            .toList();
    for (var mount : mounts) {
      var folder = paths.onDisk(mount.getMountPath());
      var first = placed.get(mount.getName());
      if (first == null) {
        Folders.privateFolder(folder);
        write(volume(mount), folder, tokens);
        placed.put(mount.getName(), folder);
      } else if (!Files.exists(folder)) {
        Folders.privateFolder(parent(folder));
        Files.createSymbolicLink(folder, first);
      }
    }
    return tokens.renewAt();
  }

  /** The times at which tokens want to be replaced. */
  private static final class Tokens {
    private @Nullable Instant first;

    void add(Instant renewAt) {
      first = first == null || renewAt.isBefore(first) ? renewAt : first;
    }

    Optional<Instant> renewAt() {
      return Optional.ofNullable(first);
    }
  }

  private Volume volume(VolumeMount mount) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(mount.getName()))
        .findFirst()
        .orElseThrow();
  }

  private void write(Volume volume, Path folder, Tokens tokens)
      throws IOException, NotYetException {
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      write(folder, configMap(source.getName(), source.getItems(), source.getOptional()));
    } else if (volume.getSecret() != null) {
      var source = volume.getSecret();
      write(folder, secret(source.getSecretName(), source.getItems(), source.getOptional()));
    } else if (volume.getDownwardAPI() != null) {
      write(folder, fields(volume.getDownwardAPI().getItems()));
    } else if (volume.getProjected() != null) {
      for (var source : volume.getProjected().getSources()) {
        write(folder, projected(source, tokens));
      }
    }
  }

  private Map<String, byte[]> projected(VolumeProjection source, Tokens tokens)
      throws NotYetException {
    if (source.getConfigMap() != null) {
      var map = source.getConfigMap();
      return configMap(map.getName(), map.getItems(), map.getOptional());
    }
    if (source.getSecret() != null) {
      var secret = source.getSecret();
      return secret(secret.getName(), secret.getItems(), secret.getOptional());
    }
    if (source.getDownwardAPI() != null) {
      return fields(source.getDownwardAPI().getItems());
    }
    var token = objects.token(pod, source.getServiceAccountToken());
    tokens.add(token.renewAt());
    return Map.of(
        source.getServiceAccountToken().getPath(), token.text().getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, byte[]> configMap(
      String name, List<KeyToPath> items, @Nullable Boolean optional) throws NotYetException {
    var content = objects.configMap(pod.getMetadata().getNamespace(), name);
    return chosen("ConfigMap " + name, content, items, Boolean.TRUE.equals(optional));
  }

  private Map<String, byte[]> secret(String name, List<KeyToPath> items, @Nullable Boolean optional)
      throws NotYetException {
    var content = objects.secret(pod.getMetadata().getNamespace(), name);
    return chosen("Secret " + name, content, items, Boolean.TRUE.equals(optional));
  }

  private static Map<String, byte[]> chosen(
      String what, Optional<Map<String, byte[]>> content, List<KeyToPath> items, boolean optional)
      throws NotYetException {
    if (content.isEmpty() && !optional) {
      throw NotYetException.missing(what + " does not exist");
    }
    var there = content.orElse(Map.of());
    if (items.isEmpty()) {
      return there;
    }
    var files = new LinkedHashMap<String, byte[]>();
    for (var item : items) {
      var bytes = there.get(item.getKey());
      if (bytes != null) {
        files.put(item.getPath(), bytes);
      } else if (!optional) {
        throw NotYetException.missing("%s has no key %s".formatted(what, item.getKey()));
      }
    }
    return files;
  }

  private Map<String, byte[]> fields(List<DownwardAPIVolumeFile> items) {
    var files = new LinkedHashMap<String, byte[]>();
    for (var item : items) {
      var value = PodField.of(pod, item.getFieldRef().getFieldPath()).orElse("");
      files.put(item.getPath(), value.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  private static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      var target = folder.resolve(file.getKey()).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("File %s leaves its volume".formatted(file.getKey()));
      }
      Folders.privateFolder(parent(target));
      // Whole or old: a reader never sees half a token.
      var draft = Files.createTempFile(parent(folder), "penstock-", ".draft");
      Files.write(draft, file.getValue());
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path parent(Path path) {
    var parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("%s is in no folder".formatted(path));
    }
    return parent;
  }
}
