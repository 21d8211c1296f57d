package dev.penstock.api.validation;

import dev.penstock.api.pod.AccessMode;
import dev.penstock.api.pod.ConfigMapVolumeSpec;
import dev.penstock.api.pod.EmptyDirSpec;
import dev.penstock.api.pod.EphemeralVolumeSpec;
import dev.penstock.api.pod.VolumeClaimSpec;
import dev.penstock.api.pod.VolumeSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Volumes beside those of the operator. */
final class VolumeCheck {
  private static final int MAX = 16;
  private static final Set<String> OURS = Set.of("config", "scratch", "tmp");
  private static final List<String> OUR_PREFIXES = List.of("secret-", "penstock-");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

  private VolumeCheck() {}

  /** {@return the names of the volumes} */
  static Set<String> check(Place list, @Nullable List<VolumeSpec> volumes) {
    var names = new HashSet<String>();
    Items.each(
        list,
        volumes,
        "volume",
        0,
        MAX,
        (place, volume) -> {
          var at = place.as("Volume " + Shown.of(Objects.requireNonNullElse(volume.name(), "")));
          name(at.field("name"), Names.label(at.field("name"), volume.name(), 63), names);
          kind(at, volume);
        });
    return names;
  }

  private static void name(Place place, String name, Set<String> names) {
    if (OURS.contains(name) || OUR_PREFIXES.stream().anyMatch(name::startsWith)) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "has a name of the operator, whose volumes are config, scratch, tmp and those that begin"
              + " with secret- or penstock-",
          "Choose another name");
    } else if (!names.add(name) && !name.isEmpty()) {
      place.refuse(
          Reason.DUPLICATE,
          "has the name of another volume",
          "Give every volume a name of its own");
    }
  }

  private static void kind(Place place, VolumeSpec volume) {
    long kinds =
        Stream.of(volume.emptyDir(), volume.ephemeral(), volume.configMap())
            .filter(Objects::nonNull)
            .count();
    if (kinds != 1) {
      place.refuse(
          kinds == 0 ? Reason.REQUIRED : Reason.INVALID,
          kinds == 0 ? "does not say what it is" : "is more than one kind",
          "Write exactly one of emptyDir, ephemeral, configMap under it");
    }
    if (volume.emptyDir() != null) {
      emptyDir(place.field("emptyDir"), volume.emptyDir());
    }
    if (volume.ephemeral() != null) {
      ephemeral(place.field("ephemeral"), volume.ephemeral());
    }
    if (volume.configMap() != null) {
      configMap(place.field("configMap"), volume.configMap());
    }
  }

  private static void emptyDir(Place place, EmptyDirSpec spec) {
    Items.optionalWord(place.field("medium"), spec.medium(), "medium");
    if (spec.sizeLimit() != null) {
      ResourcesCheck.quantity(place.field("sizeLimit"), spec.sizeLimit());
    } else if (spec.medium() != null) {
      place
          .field("sizeLimit")
          .refuse(
              Reason.REQUIRED,
              "is in memory, which counts as memory of the pod, and has no sizeLimit",
              "Write sizeLimit, as 64Mi");
    }
  }

  private static void ephemeral(Place place, EphemeralVolumeSpec spec) {
    var template = place.field("volumeClaimTemplate");
    if (spec.volumeClaimTemplate() == null) {
      template.missing("volumeClaimTemplate");
    } else if (spec.volumeClaimTemplate().spec() == null) {
      template.field("spec").missing("spec of its claim");
    } else {
      claim(template.field("spec"), spec.volumeClaimTemplate().spec());
    }
  }

  private static void claim(Place place, VolumeClaimSpec spec) {
    var modes = place.field("accessModes");
    if (spec.accessModes() != null) {
      Items.each(
          modes,
          spec.accessModes(),
          "accessMode",
          1,
          3,
          (at, mode) -> Items.word(at, mode, "accessMode"));
      if (spec.accessModes().size() > 1
          && spec.accessModes().contains(AccessMode.READ_WRITE_ONCE_POD)) {
        modes.refuse(
            Reason.INVALID,
            "has ReadWriteOncePod beside another accessMode",
            "Write ReadWriteOncePod alone");
      }
    }
    storageClass(place.field("storageClassName"), spec.storageClassName());
    var requests = place.field("resources").field("requests");
    if (spec.resources() == null) {
      place.field("resources").missing("size");
      return;
    }
    var given = Items.sorted(spec.resources().requests());
    if (!given.keySet().equals(Set.of("storage"))) {
      requests.refuse(
          Reason.INVALID,
          "has a claim without a size, or with more",
          "Write storage alone, as 20Gi");
      return;
    }
    ResourcesCheck.quantity(requests.field("storage"), given.get("storage"));
  }

  /** The name of a storage class, which may be absent. */
  static void storageClass(Place place, @Nullable String name) {
    if (name != null) {
      Names.subdomain(place, name, "storageClassName");
    }
  }

  private static void configMap(Place place, ConfigMapVolumeSpec spec) {
    Names.subdomain(place.field("name"), spec.name(), "name of a ConfigMap");
    Items.each(
        place.field("items"),
        spec.items(),
        "item",
        0,
        64,
        (item, file) -> {
          item.field("key")
              .matching(
                  file.key(), "key", 253, KEY, "letters, digits, hyphens, underscores and dots");
          MountCheck.relative(item.field("path"), file.path(), "path");
        });
  }
}
