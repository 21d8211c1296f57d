package dev.penstock.api.validation;

import dev.penstock.api.RunnerPodSpec;
import dev.penstock.api.ScratchSpec;
import dev.penstock.api.SecretReference;
import dev.penstock.api.model.PodShape;
import dev.penstock.api.pod.PodSecuritySpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a run: what the API server would refuse in a Job, and what would take from the runner
 * what it needs, is refused here, with a path.
 */
final class PodCheck {
  private static final String ACCOUNT = "default";
  private static final String SCRATCH = "10Gi";
  private static final String DISK = "ephemeral-storage";
  private static final long LARGEST_ID = 2_147_483_647;

  private static final String PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?/)?%s(?:/%s)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?"
              .formatted(PART, PART));

  private PodCheck() {}

  static PodShape check(Place top, @Nullable RunnerPodSpec pod, @Nullable ScratchSpec scratch) {
    var place = top.field("pod");
    var resources =
        ResourcesCheck.check(place.field("resources"), pod == null ? null : pod.resources());
    var account = ACCOUNT;
    if (pod != null) {
      if (pod.serviceAccountName() != null) {
        account =
            Names.subdomain(
                place.field("serviceAccountName"), pod.serviceAccountName(), "serviceAccountName");
      }
      PlacementCheck.check(place, pod);
      pullSecrets(place.field("imagePullSecrets"), pod);
      EnvCheck.check(place.field("env"), pod.env());
      var volumes = VolumeCheck.check(place.field("volumes"), pod.volumes());
      MountCheck.check(place.field("volumeMounts"), pod.volumeMounts(), volumes);
      LabelCheck.labels(place.field("labels"), pod.labels());
      LabelCheck.annotations(place.field("annotations"), pod.annotations());
      if (pod.securityContext() != null) {
        security(place.field("securityContext"), pod.securityContext());
      }
    }
    var size = scratch(top.field("scratch"), scratch);
    var disk = scratch == null || scratch.ephemeral() == null;
    if (disk) {
      fits(place.field("resources").field("limits"), size, resources.limits());
    }
    return new PodShape(resources.requests(), resources.limits(), account, size);
  }

  /** The reference of an image, which may be absent. */
  static void image(Place place, @Nullable String image) {
    if (image != null) {
      place.matching(
          image, "image", 512, IMAGE, "registry/name:tag or registry/name@sha256:digest");
    }
  }

  private static String scratch(Place place, @Nullable ScratchSpec scratch) {
    if (scratch == null) {
      return SCRATCH;
    }
    if (scratch.ephemeral() != null) {
      VolumeCheck.storageClass(
          place.field("ephemeral").field("storageClassName"),
          scratch.ephemeral().storageClassName());
    }
    return scratch.size() == null
        ? SCRATCH
        : ResourcesCheck.quantity(place.field("size"), scratch.size());
  }

  /** An emptyDir counts: the pod would be evicted before its scratch is full. */
  private static void fits(Place limits, String scratch, Map<String, String> given) {
    var limit = given.get(DISK);
    if (limit != null && ResourcesCheck.exceeds(scratch, limit)) {
      limits
          .field(DISK)
          .refuse(
              Reason.INVALID,
              "limits ephemeral-storage to %s, which holds the scratch of %s"
                  .formatted(Shown.of(limit), Shown.of(scratch)),
              "Raise the limit, lower scratch.size or write scratch.ephemeral");
    }
  }

  private static void pullSecrets(Place list, RunnerPodSpec pod) {
    Set<String> names = new HashSet<>();
    Items.each(
        list,
        pod.imagePullSecrets(),
        "imagePullSecret",
        0,
        8,
        (Place place, SecretReference secret) -> {
          var name = Names.subdomain(place.field("name"), secret.name(), "imagePullSecret");
          if (!name.isEmpty() && !names.add(name)) {
            place
                .field("name")
                .refuse(
                    Reason.DUPLICATE,
                    "has the imagePullSecret %s twice".formatted(Shown.of(name)),
                    "Remove one of the two");
          }
        });
  }

  private static void security(Place place, PodSecuritySpec spec) {
    id(place.field("runAsUser"), spec.runAsUser(), "runAsUser");
    id(place.field("runAsGroup"), spec.runAsGroup(), "runAsGroup");
    id(place.field("fsGroup"), spec.fsGroup(), "fsGroup");
    Items.each(
        place.field("supplementalGroups"),
        spec.supplementalGroups(),
        "supplementalGroup",
        0,
        16,
        (at, group) -> id(at, group, "supplementalGroup"));
  }

  private static void id(Place place, @Nullable Long id, String what) {
    if (id != null && id == 0) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "has the %s 0, which is root".formatted(what),
          "Write a number from 1 to %d".formatted(LARGEST_ID));
    } else {
      place.bounded(id, what, 1, LARGEST_ID, 1);
    }
  }
}
