package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.Doctor.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says of a named cluster, thing by thing, whether a demo can run there, and if not, what to do.
 */
public final class NamedDoctor {
  /** As the chart demands it. */
  private static final int MINOR = 31;

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");
  private static final int SHOWN = 6;
  private static final String IT = "level named";

  private NamedDoctor() {}

  /**
   * A line for each thing, in the order in which one would mend them; what can't be asked because
   * something before it is missing has no line.
   */
  public static List<Line> lines(NamedSurvey survey) {
    var lines = new ArrayList<Line>();
    lines.add(context(survey));
    if (survey.server().isEmpty()) {
      return lines;
    }
    lines.add(api(survey));
    if (survey.version().isEmpty()) {
      return lines;
    }
    lines.add(version(survey.version().get()));
    lines.add(rights(survey));
    if (!survey.mayNot().isEmpty()) {
      return lines;
    }
    lines.add(nodes(survey));
    lines.add(room(survey));
    lines.add(address(survey));
    return lines;
  }

  /** Where pods find the stores, and where nodes find the images: nobody can see that from here. */
  public static String images() {
    return "%-15s %-7s  whether the nodes have them can't be seen from here; `./penstock images"
            .formatted("images", "unseen")
        + " --output DIR` writes them and says how to load them";
  }

  private static Line context(NamedSurvey survey) {
    var context = survey.context();
    if (survey.contexts().contains(context.name())) {
      return ok("context", "%s in %s".formatted(context.name(), context.kubeconfig()));
    }
    return survey.contexts().isEmpty()
        ? missing(
            "context",
            "%s can't be read or holds no context".formatted(context.kubeconfig()),
            "name the right file by --kubeconfig")
        : missing(
            "context",
            "no %s in %s".formatted(context.name(), context.kubeconfig()),
            "name one of " + String.join(", ", survey.contexts()));
  }

  private static Line api(NamedSurvey survey) {
    var server = survey.server().orElseThrow();
    return survey.version().isPresent()
        ? ok("API server", server + " answers")
        : missing(
            "API server",
            "%s doesn't answer (%s)".formatted(server, survey.problem()),
            "start that cluster, or renew what you log in with");
  }

  private static Line version(String version) {
    var match = VERSION.matcher(version);
    var enough =
        match.matches()
            && (Integer.parseInt(match.group(1)) > 1 || Integer.parseInt(match.group(2)) >= MINOR);
    return enough
        ? ok("version", version)
        : missing("version", version, "Kubernetes 1.%d or newer is needed".formatted(MINOR));
  }

  private static Line rights(NamedSurvey survey) {
    if (survey.mayNot().isEmpty()) {
      return ok("rights", "all that the demo needs");
    }
    return missing(
        "rights",
        "you may not " + some(survey.mayNot().stream().map(Footprint.Right::toString).toList()),
        "use a context of an administrator");
  }

  private static Line nodes(NamedSurvey survey) {
    if (survey.readyNodes().isEmpty()) {
      return missing("nodes", "none is Ready", "start one");
    }
    var kinds = survey.readyNodes().stream().distinct().sorted().collect(Collectors.joining(", "));
    return ok("nodes", "%d Ready (%s)".formatted(survey.readyNodes().size(), kinds));
  }

  private static Line room(NamedSurvey survey) {
    if (!survey.inTheWay().isEmpty()) {
      return missing(
          "Penstock there",
          some(survey.inTheWay()),
          "the demo never touches what it did not make: remove it yourself, or name another cluster");
    }
    return survey.kept().isEmpty()
        ? ok("Penstock there", "nothing yet")
        : ok(
            "Penstock there",
            "the same definitions (%s), which stay".formatted(String.join(", ", survey.kept())));
  }

  private static Line address(NamedSurvey survey) {
    var address = survey.context().address();
    return ok(
        "address",
        address.loopback()
            ? "%s: only pods that share this machine's network reach it; --address names another"
                .formatted(address.host())
            : "%s: whoever reaches it meets the sandbox's stores, which ask for random passwords"
                .formatted(address.host()));
  }

  private static String some(List<String> things) {
    var more = things.size() - SHOWN;
    return String.join(", ", things.subList(0, Math.min(SHOWN, things.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static Line ok(String subject, String found) {
    return new Line(subject, found, Optional.empty(), IT);
  }

  private static Line missing(String subject, String found, String advice) {
    return new Line(subject, found, Optional.of(advice), IT);
  }
}
