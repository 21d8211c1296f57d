package dev.penstock.api.validation;

import dev.penstock.api.pod.LabelOperator;
import dev.penstock.api.pod.LabelRequirementSpec;
import dev.penstock.api.pod.LabelSelectorSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Labels and annotations of the pod, and conditions on labels of nodes and other pods. */
final class LabelCheck {
  private static final int MAX = 32;
  private static final int ANNOTATION = 4096;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** Whoever tracks by them would take the pod for something else. */
  private static final Set<String> LABELS =
      Set.of(
          "app.kubernetes.io/managed-by",
          "app.kubernetes.io/instance",
          "controller-uid",
          "job-name");

  private static final List<String> OTHERS =
      List.of("penstock.dev/", "batch.kubernetes.io/", "argocd.argoproj.io/");

  /** Old spellings of security profiles, which the pod's own are not to be loosened by. */
  private static final List<String> PROFILES =
      List.of(
          "container.apparmor.security.beta.kubernetes.io/",
          "seccomp.security.alpha.kubernetes.io/");

  private LabelCheck() {}

  /** Labels that are written on the pod. */
  static void labels(Place place, @Nullable Map<String, String> labels) {
    for (var label : entries(place, labels, "label")) {
      own(
          place,
          label.getKey(),
          "label",
          LABELS.contains(label.getKey()) || begins(label.getKey(), OTHERS));
      value(place.field(label.getKey()), label.getValue());
    }
  }

  static void annotations(Place place, @Nullable Map<String, String> annotations) {
    for (var annotation : entries(place, annotations, "annotation")) {
      var key = annotation.getKey();
      own(place, key, "annotation", begins(key, OTHERS) || begins(key, PROFILES));
      text(place.field(key), annotation.getValue(), ANNOTATION);
    }
  }

  /** Labels that others have. */
  static void selected(Place place, @Nullable Map<String, String> labels) {
    for (var label : entries(place, labels, "label")) {
      value(place.field(label.getKey()), label.getValue());
    }
  }

  static void selector(Place place, LabelSelectorSpec selector) {
    selected(place.field("matchLabels"), selector.matchLabels());
    Items.each(
        place.field("matchExpressions"),
        selector.matchExpressions(),
        "matchExpression",
        0,
        16,
        LabelCheck::requirement);
  }

  private static void requirement(Place place, LabelRequirementSpec spec) {
    key(place.field("key"), spec.key(), "key");
    Items.word(place.field("operator"), spec.operator(), "operator");
    boolean compares =
        spec.operator() == LabelOperator.IN || spec.operator() == LabelOperator.NOT_IN;
    values(
        place, spec.values(), String.valueOf(spec.operator()), compares ? 1 : 0, compares ? 64 : 0);
  }

  /** The values of a condition, of which there have to be some or none. */
  static void values(
      Place requirement, @Nullable List<String> values, String operator, int min, int max) {
    var place = requirement.field("values");
    var given = place.list(values, "value", 0, 64);
    if (given.size() < min || given.size() > max) {
      place.refuse(
          Reason.INVALID,
          "has %d values for the operator %s".formatted(given.size(), operator),
          max == 0 ? "Remove them" : "Write " + (max == 1 ? "one" : "one or more"));
      return;
    }
    for (int i = 0; i < given.size(); i++) {
      value(place.item(i), given.get(i));
    }
  }

  /** The key of a label, a taint or a topology. */
  static void key(Place place, @Nullable String key, String what) {
    var text = place.required(key, what, 317);
    if (!text.isEmpty() && !isKey(text)) {
      refuseKey(place, text);
    }
  }

  static void value(Place place, @Nullable String value) {
    if (value == null) {
      place.missing("value");
    } else if (!value.isEmpty() && !NAME.matcher(value).matches()) {
      place.refuse(
          Reason.INVALID,
          "has the value %s, which is no value of a label".formatted(Shown.of(value)),
          "Write at most 63 letters, digits, hyphens, underscores and dots, with a"
              + " letter or digit at both ends");
    }
  }

  /** Text of any characters but NUL. */
  static void text(Place place, @Nullable String value, int max) {
    if (value == null) {
      place.missing("value");
    } else if (value.length() > max) {
      place.refuse(
          Reason.INVALID,
          "has a value of %d characters".formatted(value.length()),
          "Write at most %d characters".formatted(max));
    } else if (value.indexOf('\0') >= 0) {
      place.refuse(Reason.INVALID, "has a NUL character in its value", "Remove it");
    }
  }

  /** {@return those whose key is one, so that it can stand in a path} */
  private static List<Map.Entry<String, @Nullable String>> entries(
      Place place, @Nullable Map<String, String> given, String what) {
    var sorted = Items.sorted(given);
    if (sorted.size() > MAX) {
      place.refuse(
          Reason.INVALID,
          "has %d %ss".formatted(sorted.size(), what),
          "Write at most %d".formatted(MAX));
      return List.of();
    }
    sorted.keySet().stream().filter(key -> !isKey(key)).forEach(key -> refuseKey(place, key));
    return sorted.entrySet().stream().filter(entry -> isKey(entry.getKey())).toList();
  }

  private static void own(Place place, String key, String what, boolean taken) {
    if (taken) {
      place
          .field(key)
          .refuse(
              Reason.NOT_ALLOWED,
              "has the %s %s, which belongs to the operator, to Jobs, to Argo CD or to the security of the pod"
                  .formatted(what, Shown.of(key)),
              "Choose a prefix of your own, as example.com/team");
    }
  }

  private static void refuseKey(Place place, String key) {
    place.refuse(
        Reason.INVALID,
        "has the key %s, which is no key of a label".formatted(Shown.of(key)),
        "Write a name as team or example.com/team");
  }

  private static boolean begins(String key, List<String> prefixes) {
    return prefixes.stream().anyMatch(key::startsWith);
  }

  private static boolean isKey(String key) {
    int slash = key.indexOf('/');
    return NAME.matcher(key.substring(slash + 1)).matches()
        && (slash < 0 || (slash <= 253 && PREFIX.matcher(key.substring(0, slash)).matches()));
  }
}
