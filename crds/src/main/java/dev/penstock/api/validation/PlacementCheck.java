package dev.penstock.api.validation;

import dev.penstock.api.RunnerPodSpec;
import dev.penstock.api.pod.AffinitySpec;
import dev.penstock.api.pod.NodeOperator;
import dev.penstock.api.pod.NodeRequirementSpec;
import dev.penstock.api.pod.NodeTermSpec;
import dev.penstock.api.pod.PodAffinitySpec;
import dev.penstock.api.pod.PodTermSpec;
import dev.penstock.api.pod.SpreadConstraintSpec;
import dev.penstock.api.pod.TaintEffect;
import dev.penstock.api.pod.TolerationOperator;
import dev.penstock.api.pod.TolerationSpec;
import dev.penstock.api.pod.WhenUnsatisfiable;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** On which node the pod may be. */
final class PlacementCheck {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private PlacementCheck() {}

  static void check(Place pod, RunnerPodSpec spec) {
    LabelCheck.selected(pod.field("nodeSelector"), spec.nodeSelector());
    Items.each(
        pod.field("tolerations"),
        spec.tolerations(),
        "toleration",
        0,
        32,
        PlacementCheck::toleration);
    if (spec.affinity() != null) {
      affinity(pod.field("affinity"), spec.affinity());
    }
    var spreads = new HashSet<String>();
    Items.each(
        pod.field("topologySpreadConstraints"),
        spec.topologySpreadConstraints(),
        "topologySpreadConstraint",
        0,
        8,
        (place, spread) -> spread(place, spread, spreads));
    if (spec.priorityClassName() != null) {
      var place = pod.field("priorityClassName");
      var name = Names.subdomain(place, spec.priorityClassName(), "priorityClassName");
      if (name.startsWith("system-")) {
        place.refuse(
            Reason.NOT_ALLOWED,
            "has the priorityClassName %s; classes that begin with system- belong to the cluster"
                .formatted(Shown.of(name)),
            "Name one for workloads");
      }
    }
  }

  private static void toleration(Place place, TolerationSpec spec) {
    if (spec.key() != null) {
      LabelCheck.key(place.field("key"), spec.key(), "key");
    } else if (spec.operator() != TolerationOperator.EXISTS) {
      place
          .field("key")
          .refuse(
              Reason.REQUIRED,
              "has a toleration without a key",
              "Write key, or operator: Exists to tolerate every taint");
    }
    Items.optionalWord(place.field("operator"), spec.operator(), "operator");
    Items.optionalWord(place.field("effect"), spec.effect(), "effect");
    if (spec.value() != null) {
      if (spec.operator() == TolerationOperator.EXISTS) {
        place
            .field("value")
            .refuse(
                Reason.INVALID,
                "has a value that operator Exists does not compare",
                "Remove value or write operator: Equal");
      }
      // An empty value is stored as none, and would be written again for ever.
      LabelCheck.value(
          place.field("value"), place.field("value").required(spec.value(), "value", 63));
    }
    place
        .field("tolerationSeconds")
        .bounded(spec.tolerationSeconds(), "tolerationSeconds", 0, 2_592_000, 0);
    if (spec.tolerationSeconds() != null && spec.effect() != TaintEffect.NO_EXECUTE) {
      place
          .field("tolerationSeconds")
          .refuse(
              Reason.INVALID,
              "has tolerationSeconds, which delay an eviction",
              "Write effect: NoExecute or remove tolerationSeconds");
    }
  }

  private static void affinity(Place place, AffinitySpec spec) {
    var nodes = spec.nodeAffinity();
    if (nodes != null) {
      var required = nodes.requiredDuringSchedulingIgnoredDuringExecution();
      if (required != null) {
        Items.each(
            place.field("nodeAffinity").field(REQUIRED).field("nodeSelectorTerms"),
            required.nodeSelectorTerms(),
            "nodeSelectorTerm",
            1,
            16,
            PlacementCheck::nodes);
      }
      Items.each(
          place.field("nodeAffinity").field(PREFERRED),
          nodes.preferredDuringSchedulingIgnoredDuringExecution(),
          "preference",
          0,
          16,
          (at, preferred) -> {
            weight(at, preferred.weight());
            present(at.field("preference"), preferred.preference(), "preference");
            if (preferred.preference() != null) {
              nodes(at.field("preference"), preferred.preference());
            }
          });
    }
    pods(place.field("podAffinity"), spec.podAffinity());
    pods(place.field("podAntiAffinity"), spec.podAntiAffinity());
  }

  private static void nodes(Place place, NodeTermSpec term) {
    Items.each(
        place.field("matchExpressions"),
        term.matchExpressions(),
        "matchExpression",
        1,
        16,
        PlacementCheck::requirement);
  }

  private static void requirement(Place place, NodeRequirementSpec spec) {
    LabelCheck.key(place.field("key"), spec.key(), "key");
    Items.word(place.field("operator"), spec.operator(), "operator");
    var operator = spec.operator() == null ? NodeOperator.UNKNOWN : spec.operator();
    int min =
        switch (operator) {
          case IN, NOT_IN, GT, LT -> 1;
          case EXISTS, DOES_NOT_EXIST, UNKNOWN -> 0;
        };
    int max =
        switch (operator) {
          case IN, NOT_IN, UNKNOWN -> 64;
          case GT, LT -> 1;
          case EXISTS, DOES_NOT_EXIST -> 0;
        };
    LabelCheck.values(place, spec.values(), Shown.of(operator.name()), min, max);
    if (max == 1) {
      wholeNumber(place.field("values").item(0), spec.values());
    }
  }

  private static void wholeNumber(Place place, @Nullable List<String> values) {
    if (values == null || values.size() != 1) {
      return;
    }
    var value = String.valueOf(values.getFirst());
    if (!value.matches("-?[0-9]{1,18}")) {
      place.refuse(
          Reason.INVALID,
          "compares with %s, which is no whole number".formatted(Shown.of(value)),
          "Write a whole number");
    }
  }

  private static void pods(Place place, @Nullable PodAffinitySpec spec) {
    if (spec == null) {
      return;
    }
    Items.each(
        place.field(REQUIRED),
        spec.requiredDuringSchedulingIgnoredDuringExecution(),
        "term",
        0,
        16,
        PlacementCheck::term);
    Items.each(
        place.field(PREFERRED),
        spec.preferredDuringSchedulingIgnoredDuringExecution(),
        "preference",
        0,
        16,
        (at, preferred) -> {
          weight(at, preferred.weight());
          present(at.field("podAffinityTerm"), preferred.podAffinityTerm(), "podAffinityTerm");
          if (preferred.podAffinityTerm() != null) {
            term(at.field("podAffinityTerm"), preferred.podAffinityTerm());
          }
        });
  }

  private static void term(Place place, PodTermSpec spec) {
    present(place.field("labelSelector"), spec.labelSelector(), "labelSelector");
    if (spec.labelSelector() != null) {
      LabelCheck.selector(place.field("labelSelector"), spec.labelSelector());
    }
    LabelCheck.key(place.field("topologyKey"), spec.topologyKey(), "topologyKey");
  }

  private static void spread(Place place, SpreadConstraintSpec spec, Set<String> others) {
    present(place.field("maxSkew"), spec.maxSkew(), "maxSkew");
    place.field("maxSkew").bounded(spec.maxSkew(), "maxSkew", 1, 100, 1);
    LabelCheck.key(place.field("topologyKey"), spec.topologyKey(), "topologyKey");
    Items.word(place.field("whenUnsatisfiable"), spec.whenUnsatisfiable(), "whenUnsatisfiable");
    if (spec.labelSelector() != null) {
      LabelCheck.selector(place.field("labelSelector"), spec.labelSelector());
    }
    place.field("minDomains").bounded(spec.minDomains(), "minDomains", 1, 100, 1);
    if (spec.minDomains() != null
        && spec.whenUnsatisfiable() != WhenUnsatisfiable.DO_NOT_SCHEDULE) {
      place
          .field("minDomains")
          .refuse(
              Reason.INVALID,
              "has minDomains, which make pods wait",
              "Write whenUnsatisfiable: DoNotSchedule or remove minDomains");
    }
    Items.optionalWord(
        place.field("nodeAffinityPolicy"), spec.nodeAffinityPolicy(), "nodeAffinityPolicy");
    Items.optionalWord(
        place.field("nodeTaintsPolicy"), spec.nodeTaintsPolicy(), "nodeTaintsPolicy");
    if (!others.add(spec.topologyKey() + " " + spec.whenUnsatisfiable())) {
      place
          .field("topologyKey")
          .refuse(
              Reason.DUPLICATE,
              "spreads over %s twice in the same way"
                  .formatted(Shown.of(String.valueOf(spec.topologyKey()))),
              "Remove one of the two");
    }
  }

  private static void weight(Place place, @Nullable Integer weight) {
    present(place.field("weight"), weight, "weight");
    place.field("weight").bounded(weight, "weight", 1, 100, 1);
  }

  private static void present(Place place, @Nullable Object value, String what) {
    if (value == null) {
      place.missing(what);
    }
  }
}
