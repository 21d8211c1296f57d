package dev.penstock.api.validation;

import dev.penstock.api.pod.EnvSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Environment variables of an author: literal values, none of the contract, no credentials. */
final class EnvCheck {
  private static final int MAX = 64;
  private static final int VALUE = 4096;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> CREDENTIALS =
      Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PGPASSWORD");

  private EnvCheck() {}

  static void check(Place list, @Nullable List<EnvSpec> env) {
    var names = new HashSet<String>();
    Items.each(
        list,
        env,
        "variable",
        0,
        MAX,
        (place, variable) -> {
          var at =
              place.as("Variable " + Shown.of(Objects.requireNonNullElse(variable.name(), "")));
          name(at.field("name"), variable.name(), names);
          if (variable.value() != null) {
            LabelCheck.text(at.field("value"), variable.value(), VALUE);
          }
        });
  }

  private static void name(Place place, @Nullable String value, Set<String> names) {
    var name =
        place.matching(
            value, "name", 253, NAME, "letters, digits and underscores, with no digit first");
    if (name.startsWith("PENSTOCK_")) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "begins with PENSTOCK_, as those of the operator do",
          "Choose another name");
    } else if (CREDENTIALS.contains(name)) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "would hold a credential in a manifest",
          "Put it into a Secret and name that in credentials of the EtlConnection");
    } else if (!name.isEmpty() && !names.add(name)) {
      place.refuse(Reason.DUPLICATE, "is written twice", "Remove one of the two");
    }
  }
}
