package dev.penstock.api.validation;

import dev.penstock.api.Access;
import dev.penstock.api.AllowSpec;
import dev.penstock.api.CredentialsSpec;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.ExtractionMode;
import dev.penstock.api.LimitsSpec;
import dev.penstock.api.PostgresSpec;
import dev.penstock.api.RedshiftSpec;
import dev.penstock.api.TlsMode;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Allow;
import dev.penstock.api.model.Connection.Extraction;
import dev.penstock.api.model.Connection.Iam;
import dev.penstock.api.model.Connection.Limits;
import dev.penstock.api.model.Connection.Temporary;
import dev.penstock.api.model.Connection.Tls;
import dev.penstock.api.validation.Finding.Reason;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One connection by itself. */
final class ConnectionCheck {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  // Drivers take the database inside a URL, where these would begin something else.
  private static final Pattern DATABASE = Pattern.compile("[^\\p{Cntrl}/?&;#%\\\\\\s]+");
  // Several roles are a chain, as COPY takes it.
  private static final Pattern ROLES =
      Pattern.compile(
          "arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=.@/-]+"
              + "(,arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=.@/-]+)*");

  private final Findings findings;
  private final String name;
  private final Place top;

  ConnectionCheck(Findings findings, String name) {
    this.findings = findings;
    this.name = name;
    this.top = new Place(findings, "Connection " + Shown.of(name), "spec");
  }

  Optional<Connection> check(@Nullable EtlConnectionSpec spec) {
    int mark = findings.mark();
    Names.subdomain(new Place(findings, top.object(), "metadata.name"), name, "name");
    if (spec == null) {
      top.missing("spec");
      return Optional.empty();
    }
    long kinds =
        Stream.concat(
                Stream.of(spec.postgres(), spec.s3(), spec.redshift()), NotifierCheck.kinds(spec))
            .filter(k -> k != null)
            .count();
    if (kinds != 1) {
      top.refuse(
          kinds == 0 ? Reason.REQUIRED : Reason.INVALID,
          kinds == 0 ? "has no kind" : "has %d kinds".formatted(kinds),
          "Write exactly one of postgres, s3, redshift, slack, teams, email, pagerduty, webhook");
    }
    var kind = kind(spec);
    var needed = spec.s3() == null && spec.email() == null && kinds == 1;
    var iam = IamCheck.of(top.field("credentials"), spec);
    var secret = secret(spec.credentials(), needed, NotifierCheck.keys(spec));
    var limits = limits(spec.limits());
    var allow = allow(spec.allow());
    return kind.flatMap(k -> findings.since(mark, () -> k.named(name, secret, limits, allow, iam)));
  }

  private Optional<Kind> kind(EtlConnectionSpec spec) {
    Optional<Kind> kind =
        NotifierCheck.of(top, spec)
            .map(notifier ->
                (name, secret, limits, allow, iam) ->
                    new Connection.Notifying(name, secret, limits, allow, notifier));
    if (spec.postgres() != null) {
      kind = Optional.of(postgres(top.field("postgres"), spec.postgres()));
    }
    if (spec.s3() != null) {
      kind = Optional.of(BucketCheck.of(top.field("s3"), spec.s3())::named);
    }
    if (spec.redshift() != null) {
      kind = Optional.of(redshift(top.field("redshift"), spec.redshift(), spec.credentials()));
    }
    return kind;
  }

  private static Kind postgres(Place place, PostgresSpec spec) {
    var host = host(place, spec.host());
    var port = port(place, spec.port(), 5432);
    var database = database(place, spec.database(), 63);
    var tls = tls(place.field("tls"), spec.tls());
    var extraction = extraction(place.field("extraction"), spec.extraction());
    return (name, secret, limits, allow, iam) ->
        new Connection.Postgres(name, secret, limits, allow, host, port, database, tls, extraction);
  }

  private static Kind redshift(
      Place place, RedshiftSpec spec, @Nullable CredentialsSpec credentials) {
    var host = host(place, spec.host());
    var port = port(place, spec.port(), 5439);
    var database = database(place, spec.database(), 127);
    var role =
        place
            .field("copyRole")
            .matching(
                spec.copyRole(),
                "copyRole",
                2048,
                ROLES,
                "the ARN of a role, as arn:aws:iam::123456789012:role/redshift-copy");
    var schema =
        spec.controlSchema() == null
            ? "penstock"
            : Names.identifier(place.field("controlSchema"), spec.controlSchema(), "controlSchema");
    var tls = tls(place.field("tls"), spec.tls());
    var issuer = IssuerCheck.of(place, spec, credentials == null ? null : credentials.iam());
    return (name, secret, limits, allow, iam) ->
        new Connection.Redshift(
            name,
            secret,
            limits,
            allow,
            host,
            port,
            database,
            role,
            schema,
            tls,
            iam.flatMap(who -> issuer.map(one -> new Temporary(who, one))));
  }

  private static String host(Place place, @Nullable String host) {
    return place
        .field("host")
        .matching(host, "host", 253, HOST, "a host name or an address, without scheme and port");
  }

  private static int port(Place place, @Nullable Integer port, int absent) {
    return (int) place.field("port").bounded(port, "port", 1, 65535, absent);
  }

  private static String database(Place place, @Nullable String database, int max) {
    return place
        .field("database")
        .matching(
            database, "database", max, DATABASE, "a name without spaces and any of / ? & ; # % \\");
  }

  private static Tls tls(Place place, @Nullable TlsMode tls) {
    return switch (tls) {
      case null -> Tls.VERIFY_FULL;
      case DISABLE -> Tls.DISABLE;
      case VERIFY_CA -> Tls.VERIFY_CA;
      case VERIFY_FULL -> Tls.VERIFY_FULL;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has a tls that this release does not know",
            "Write one of Disable, VerifyCa, VerifyFull");
        yield Tls.VERIFY_FULL;
      }
    };
  }

  private static Extraction extraction(Place place, @Nullable ExtractionMode extraction) {
    return switch (extraction) {
      case null -> Extraction.COPY;
      case COPY -> Extraction.COPY;
      case CURSOR -> Extraction.CURSOR;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has an extraction that this release does not know",
            "Write one of Copy, Cursor");
        yield Extraction.COPY;
      }
    };
  }

  private Optional<String> secret(@Nullable CredentialsSpec spec, boolean required, String keys) {
    var place = top.field("credentials");
    if (spec == null) {
      if (required) {
        place.refuse(
            Reason.REQUIRED,
            "has no credentials",
            "Name a Secret with %s in spec.credentials.secret.name".formatted(keys));
      }
      return Optional.empty();
    }
    if (spec.secret() == null) {
      if (spec.iam() == null) {
        place.field("secret").missing("secret");
      }
      return Optional.empty();
    }
    return Optional.of(
        Names.subdomain(place.field("secret").field("name"), spec.secret().name(), "secret name"));
  }

  private Limits limits(@Nullable LimitsSpec spec) {
    var place = top.field("limits");
    if (spec == null) {
      return new Limits(OptionalInt.empty(), 4);
    }
    int runs = (int) place.field("runs").bounded(spec.runs(), "limit of runs", 1, 1000, 0);
    int sessions =
        (int)
            place
                .field("connectionsPerRun")
                .bounded(spec.connectionsPerRun(), "limit of connections per run", 1, 64, 4);
    return new Limits(runs == 0 ? OptionalInt.empty() : OptionalInt.of(runs), sessions);
  }

  // An empty list could mean nothing or everything; where rights are given, neither is guessed.
  private Allow allow(@Nullable AllowSpec spec) {
    var place = top.field("allow");
    if (spec == null) {
      return new Allow(true, true, new HashSet<>(), true);
    }
    var access = access(place.field("access"), spec);
    var schemas = new HashSet<String>();
    if (spec.schemas() != null) {
      var list = place.field("schemas");
      if (spec.schemas().isEmpty()) {
        list.refuse(
            Reason.INVALID,
            "allows an empty list of schemas",
            "Name a schema, or remove the field to allow all");
      }
      int index = 0;
      for (var schema : list.list(spec.schemas(), "allowed schema", 0, 256)) {
        var item = list.item(index++);
        var named = item.required(schema, "name for an allowed schema", 127);
        if (!named.isEmpty() && !schemas.add(named)) {
          item.refuse(
              Reason.DUPLICATE,
              "allows the schema %s twice".formatted(Shown.of(named)),
              "Remove one");
        }
      }
    }
    boolean queries = spec.queries() == null ? schemas.isEmpty() : spec.queries();
    return new Allow(access.contains(Access.READ), access.contains(Access.WRITE), schemas, queries);
  }

  private static EnumSet<Access> access(Place place, AllowSpec spec) {
    if (spec.access() == null) {
      return EnumSet.of(Access.READ, Access.WRITE);
    }
    var access = EnumSet.noneOf(Access.class);
    if (spec.access().isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "allows an empty list of access",
          "Write Read, Write or both, or remove the field to allow both");
    }
    int index = 0;
    for (var one : place.list(spec.access(), "kind of access", 0, 2)) {
      var item = place.item(index++);
      if (one == null || one == Access.UNKNOWN) {
        item.refuse(
            Reason.NOT_SUPPORTED,
            "allows an access that this release does not know",
            "Write one of Read, Write");
      } else if (!access.add(one)) {
        item.refuse(Reason.DUPLICATE, "allows the same access twice", "Remove one");
      }
    }
    return access;
  }

  /** What is left to do once the kind is known. */
  private interface Kind {
    Connection named(
        String name, Optional<String> secret, Limits limits, Allow allow, Optional<Iam> iam);
  }
}
