package dev.penstock.api.validation;

import dev.penstock.api.IamSpec;
import dev.penstock.api.RedshiftSpec;
import dev.penstock.api.model.Connection.Issuer;
import dev.penstock.api.validation.Finding.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who gives a warehouse's temporary credentials, by its host's name or by what is written. */
final class IssuerCheck {
  // AWS's own names: <cluster>.<hash>.<region>..., <workgroup>.<account>.<region>...
  private static final Pattern CLUSTER_HOST =
      Pattern.compile(
          "([a-z][a-z0-9-]{0,62})\\.[a-z0-9]+\\.([a-z0-9-]+)\\.redshift\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern WORKGROUP_HOST =
      Pattern.compile(
          "([a-z0-9-]{3,64})\\.[0-9]{12}\\.([a-z0-9-]+)"
              + "\\.redshift-serverless\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern CLUSTER = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern WORKGROUP = Pattern.compile("[a-z0-9-]{3,64}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");
  private static final Pattern USER = Pattern.compile("[A-Za-z_][\\w+.@$-]*");

  private IssuerCheck() {}

  /** {@return the issuer; empty: the credentials are not temporary, or after a finding} */
  static Optional<Issuer> of(Place place, RedshiftSpec spec, @Nullable IamSpec iam) {
    int mark = place.findings().mark();
    var cluster = written(place, "cluster", spec.cluster(), 63, CLUSTER, "a cluster's name");
    var workgroup =
        written(place, "workgroup", spec.workgroup(), 64, WORKGROUP, "a workgroup's name");
    var region = written(place, "region", spec.region(), 32, REGION, "a region as us-east-1");
    if (cluster.isPresent() && workgroup.isPresent()) {
      place.refuse(
          Reason.INVALID, "has a cluster and a workgroup", "Write one of cluster, workgroup");
    }
    if (iam == null) {
      return Optional.empty();
    }
    var host = spec.host() == null ? "" : spec.host().toLowerCase(Locale.ROOT);
    var ofCluster = CLUSTER_HOST.matcher(host);
    var ofWorkgroup = WORKGROUP_HOST.matcher(host);
    boolean provisioned = ofCluster.matches();
    boolean serverless = ofWorkgroup.matches();
    var where =
        region
            .or(() -> provisioned ? group(ofCluster, 2) : Optional.empty())
            .or(() -> serverless ? group(ofWorkgroup, 2) : Optional.empty());
    var id =
        workgroup.isPresent()
            ? Optional.<String>empty()
            : cluster.or(() -> provisioned ? group(ofCluster, 1) : Optional.empty());
    var group =
        id.isPresent()
            ? Optional.<String>empty()
            : workgroup.or(() -> serverless ? group(ofWorkgroup, 1) : Optional.empty());
    if (id.isEmpty() && group.isEmpty()) {
      place.refuse(
          Reason.REQUIRED,
          "has iam, and a host that tells neither a cluster nor a workgroup",
          "Write cluster or workgroup, and region");
    } else if (where.isEmpty()) {
      place.field("region").missing("region");
    }
    var user =
        written(
            new Place(place.findings(), place.object(), "spec.credentials.iam"),
            "dbUser",
            iam.dbUser(),
            128,
            USER,
            "the name of a database user");
    if (user.isPresent() && group.isPresent()) {
      place.refuse(
          Reason.NOT_SUPPORTED,
          "is a workgroup, whose user is always the role's, and has iam.dbUser",
          "Remove spec.credentials.iam.dbUser");
    }
    return place.findings().since(mark, () -> issuer(id, group, where.orElse(""), user));
  }

  private static Issuer issuer(
      Optional<String> cluster, Optional<String> workgroup, String region, Optional<String> user) {
    return cluster
        .<Issuer>map(id -> new Issuer.Cluster(id, region, user))
        .orElseGet(() -> new Issuer.Workgroup(workgroup.orElse(""), region));
  }

  private static Optional<String> group(Matcher matcher, int group) {
    return Optional.of(matcher.group(group));
  }

  private static Optional<String> written(
      Place place, String field, @Nullable String value, int max, Pattern pattern, String shape) {
    return Optional.ofNullable(value)
        .map(text -> place.field(field).matching(text, field, max, pattern, shape));
  }
}
