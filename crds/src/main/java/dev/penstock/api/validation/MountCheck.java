package dev.penstock.api.validation;

import dev.penstock.api.pod.VolumeMountSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the container sees volumes: never over what the runner needs. */
final class MountCheck {
  /** Manifests and secrets, the disk of the run, the program, and what the kubelet mounts. */
  private static final List<String> OURS =
      List.of(
          "/app",
          "/dev",
          "/etc/penstock",
          "/opt/java",
          "/proc",
          "/run",
          "/scratch",
          "/sys",
          "/tmp",
          "/var/run");

  private static final int MAX = 32;
  private static final int LENGTH = 512;

  private MountCheck() {}

  static void check(Place list, @Nullable List<VolumeMountSpec> mounts, Set<String> volumes) {
    var paths = new HashSet<String>();
    Items.each(
        list,
        mounts,
        "volumeMount",
        0,
        MAX,
        (place, mount) -> {
          var at =
              place.as("Mount of volume " + Shown.of(Objects.requireNonNullElse(mount.name(), "")));
          volume(at.field("name"), mount.name(), volumes);
          path(at.field("mountPath"), mount.mountPath(), paths);
          if (mount.subPath() != null) {
            relative(at.field("subPath"), mount.subPath(), "subPath");
          }
        });
  }

  /** A path below something, which does not lead out of it. */
  static void relative(Place place, @Nullable String value, String what) {
    var path = place.required(value, what, LENGTH);
    if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      place.refuse(
          Reason.INVALID,
          "has the %s %s, which leads out of the volume".formatted(what, Shown.of(path)),
          "Write a relative path that has no .. in it");
    }
  }

  private static void volume(Place place, @Nullable String name, Set<String> volumes) {
    var given = place.required(name, "name", 63);
    if (!given.isEmpty() && !volumes.contains(given)) {
      place.refuse(
          Reason.NOT_FOUND,
          "names no volume of pod.volumes",
          "Add the volume" + (volumes.isEmpty() ? "" : " or name one of " + Shown.all(volumes)));
    }
  }

  private static void path(Place place, @Nullable String value, Set<String> others) {
    var path = place.required(value, "mountPath", LENGTH);
    if (path.isEmpty()) {
      return;
    }
    if (!plain(path)) {
      place.refuse(
          Reason.INVALID,
          "has the mountPath %s, which is no plain absolute path".formatted(Shown.of(path)),
          "Write a path as /data, without colons, dots as segments or a slash at its end");
    } else if (OURS.stream().anyMatch(ours -> KeyPath.overlap(path, ours))) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "has the mountPath %s, which hides or holds a directory of the runner (%s)"
              .formatted(Shown.of(path), String.join(", ", OURS)),
          "Mount it elsewhere, as /data");
    } else if (!others.add(path)) {
      place.refuse(
          Reason.DUPLICATE,
          "has the mountPath %s of another mount".formatted(Shown.of(path)),
          "Give every mount a path of its own");
    }
  }

  private static boolean plain(String path) {
    if (!path.startsWith("/") || path.indexOf(':') >= 0) {
      return false;
    }
    var segments = List.of(path.substring(1).split("/", -1));
    return !segments.contains("") && !segments.contains(".") && !segments.contains("..");
  }
}
