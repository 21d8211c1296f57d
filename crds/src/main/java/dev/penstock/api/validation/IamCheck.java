package dev.penstock.api.validation;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.IamSpec;
import dev.penstock.api.model.Connection.Iam;
import dev.penstock.api.validation.Finding.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Temporary credentials of AWS, and which kinds of connections may have them. */
final class IamCheck {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");
  // As STS takes it.
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private IamCheck() {}

  /**
   * {@return who speaks to AWS; empty: nobody, or after a finding}
   *
   * @param place of the credentials
   */
  static Optional<Iam> of(Place place, EtlConnectionSpec spec) {
    var credentials = spec.credentials();
    var iam = credentials == null ? null : credentials.iam();
    if (iam == null) {
      return Optional.empty();
    }
    var at = place.field("iam");
    if (spec.s3() == null && spec.redshift() == null) {
      at.refuse(
          Reason.NOT_SUPPORTED,
          spec.postgres() == null
              ? "has iam, which is for s3 and redshift"
              : "has iam, which is for s3 and redshift; logins of RDS by IAM are not supported",
          "Name a Secret in spec.credentials.secret.name instead");
      return Optional.empty();
    }
    int mark = place.findings().mark();
    var role =
        Optional.ofNullable(iam.roleArn())
            .map(arn ->
                at.field("roleArn")
                    .matching(
                        arn,
                        "roleArn",
                        2048,
                        ROLE,
                        "the ARN of a role, as arn:aws:iam::123456789012:role/penstock"));
    var external = external(at, iam);
    var session = session(at.field("sessionDuration"), iam.sessionDuration());
    if (iam.dbUser() != null && spec.redshift() == null) {
      at.field("dbUser")
          .refuse(Reason.INVALID, "has a dbUser, which only a warehouse has", "Remove the field");
    }
    return place.findings().since(mark, () -> new Iam(role, external, session));
  }

  private static Optional<String> external(Place at, IamSpec iam) {
    if (iam.externalId() == null) {
      return Optional.empty();
    }
    var place = at.field("externalId");
    if (iam.roleArn() == null) {
      place.refuse(
          Reason.INVALID,
          "has an externalId and no roleArn to tell it for",
          "Write roleArn, or remove externalId");
    }
    return Optional.of(
        place.matching(
            iam.externalId(),
            "externalId",
            1224,
            EXTERNAL_ID,
            "2 to 1224 letters, digits and any of + = , . @ : / -"));
  }

  private static Duration session(Place place, @Nullable String text) {
    if (text == null) {
      return Iam.LONGEST;
    }
    var duration =
        GoDuration.parse(text)
            .filter(d -> d.compareTo(Iam.SHORTEST) >= 0 && d.compareTo(Iam.LONGEST) <= 0);
    if (duration.isEmpty()) {
      // A pod's identity is a role, and a role that a role assumes has an hour at most.
      place.refuse(
          Reason.INVALID,
          "has the sessionDuration %s, which is not 15m to 1h".formatted(Shown.of(text)),
          "Write a duration from 15m to 1h, as 30m");
    }
    return duration.orElse(Iam.LONGEST);
  }
}
