package dev.penstock.api.validation;

import dev.penstock.api.GrantSpec;
import dev.penstock.api.Privilege;
import dev.penstock.api.model.Grant;
import dev.penstock.api.model.Grant.Kind;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Grants on a table that is made. Names go into quotes, so that none can end its statement. */
final class GrantCheck {
  private static final int MOST = 16;
  private static final int LONGEST = 133;
  private static final String WORD = "[A-Za-z0-9_$.:@+/-]+";
  private static final Pattern TO =
      Pattern.compile("((?i:GROUP|ROLE) +)?(?<name>%1$s( %1$s)*)".formatted(WORD));

  private GrantCheck() {}

  static List<Grant> check(Place place, @Nullable List<GrantSpec> specs) {
    var grants = new ArrayList<Grant>();
    var receivers = new HashSet<String>();
    Items.each(
        place,
        specs,
        "grant",
        0,
        MOST,
        (item, spec) -> {
          int mark = item.findings().mark();
          var to =
              item.field("to")
                  .matching(
                      spec.to(),
                      "receiver of a grant",
                      LONGEST,
                      TO,
                      "a user, GROUP and a name, ROLE and a name, or PUBLIC, without quotes");
          var privileges = privileges(item.field("privileges"), spec.privileges());
          if (item.findings().mark() > mark) {
            return;
          }
          if (!receivers.add(to.toLowerCase(Locale.ROOT))) {
            item.field("to")
                .refuse(
                    Reason.DUPLICATE,
                    "grants to %s twice".formatted(Shown.of(to)),
                    "Write all its privileges in one grant");
            return;
          }
          grants.add(grant(to, privileges));
        });
    return grants;
  }

  private static Grant grant(String to, List<String> privileges) {
    if (to.equalsIgnoreCase("PUBLIC")) {
      return new Grant(Kind.PUBLIC, "", privileges);
    }
    for (var kind : Set.of(Kind.GROUP, Kind.ROLE)) {
      if (to.regionMatches(true, 0, kind.name() + " ", 0, kind.name().length() + 1)) {
        return new Grant(kind, to.substring(kind.name().length()).strip(), privileges);
      }
    }
    return new Grant(Kind.USER, to, privileges);
  }

  private static List<String> privileges(Place place, @Nullable List<Privilege> specs) {
    var privileges = new ArrayList<String>();
    Items.each(
        place,
        specs,
        "privilege",
        1,
        Privilege.values().length - 1,
        (item, spec) -> {
          Items.optionalWord(item, spec, "privilege");
          if (privileges.contains(spec.name())) {
            item.refuse(
                Reason.DUPLICATE,
                "has the privilege %s twice".formatted(spec.name()),
                "Remove one");
          }
          privileges.add(spec.name());
        });
    return privileges;
  }
}
