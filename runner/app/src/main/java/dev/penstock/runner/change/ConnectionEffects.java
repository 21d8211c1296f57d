package dev.penstock.runner.change;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Tls;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Table;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a connection that leads elsewhere means for the pipelines that were there before. */
final class ConnectionEffects {
  private final ResourceName name;
  private final List<Pipeline> users;
  private final List<ResourceName> tellers;
  private final List<Effect> effects = new ArrayList<>();

  private ConnectionEffects(ResourceName name, List<Pipeline> users, List<ResourceName> tellers) {
    this.name = name;
    this.users = users;
    this.tellers = tellers;
  }

  /**
   * {@return what it means}
   *
   * @param users pipelines of its namespace that are in both states
   * @param tellers those that tell their incidents by it
   */
  static List<Effect> between(
      ResourceName name,
      Connection before,
      Connection after,
      List<Pipeline> users,
      List<ResourceName> tellers) {
    var effects = new ConnectionEffects(name, users, tellers);
    effects.compare(before, after);
    if (!who(after).equals(who(before))) {
      effects.add(
          Code.CREDENTIALS_CHANGED,
          "Connection %s uses %s instead of %s".formatted(name.name(), who(after), who(before)),
          after instanceof Connection.Notifying
              ? "See that it is there before the merge, and that notifications.secrets of the operator's chart names it"
              : "See that it is there before the merge");
    }
    return List.copyOf(effects.effects);
  }

  private static String who(Connection connection) {
    var iam =
        switch (connection) {
          case Connection.S3 s3 -> s3.iam();
          case Connection.Redshift redshift -> redshift.temporary().map(Connection.Temporary::iam);
          case Connection.Postgres postgres -> Optional.<Connection.Iam>empty();
          case Connection.Notifying notifying -> Optional.<Connection.Iam>empty();
        };
    if (iam.isPresent()) {
      return iam.get().roleArn().map(arn -> "role " + arn).orElse("the pod's own identity");
    }
    return connection.secret().map(secret -> "Secret " + secret).orElse("the pod's own identity");
  }

  private void compare(Connection before, Connection after) {
    switch (before) {
      case Connection.Postgres was -> {
        if (after instanceof Connection.Postgres is) {
          if (!was.host().equalsIgnoreCase(is.host())
              || was.port() != is.port()
              || !was.database().equals(is.database())) {
            moves(
                Code.SOURCE_MOVES,
                user -> user.sources().stream().anyMatch(this::over),
                "%s:%d/%s".formatted(is.host(), is.port(), is.database()),
                "their watermarks stay",
                "See that the new database has all rows up to them");
          }
          tls(was.tls(), is.tls());
        }
      }
      case Connection.Redshift was -> {
        if (after instanceof Connection.Redshift is) {
          if (!was.host().equalsIgnoreCase(is.host())
              || was.port() != is.port()
              || !was.database().equals(is.database())
              || !was.controlSchema().equals(is.controlSchema())) {
            moves(
                Code.WAREHOUSE_MOVES,
                user ->
                    user.targets().stream()
                        .flatMap(one -> one.redshift().stream())
                        .anyMatch(this::in),
                "%s:%d/%s, control schema %s"
                    .formatted(is.host(), is.port(), is.database(), is.controlSchema()),
                "runs are refused with HistoryMismatch unless tables and ledgers are there",
                "Move tables and control schema with it, or ask for one run with fullRefresh");
          }
          tls(was.tls(), is.tls());
          if (!was.copyRole().equals(is.copyRole())) {
            add(
                Code.CREDENTIALS_CHANGED,
                "Connection %s has the warehouse read parts by role %s instead of %s"
                    .formatted(name.name(), is.copyRole(), was.copyRole()),
                "See that the warehouse may use it, and that it may read the buckets");
          }
        }
      }
      case Connection.S3 was -> {
        if (after instanceof Connection.S3 is
            && (!was.bucket().equals(is.bucket()) || !was.endpoint().equals(is.endpoint()))) {
          moves(
              Code.STORE_MOVES,
              user -> user.store().connection().equals(name.name()),
              "bucket " + is.bucket(),
              "their commit logs are not there: a new history begins, or runs are refused with HistoryMismatch",
              "Copy the prefix of the store first, or make a connection with another name");
          moves(
              Code.DATASET_MOVES,
              user ->
                  user.targets().stream().flatMap(one -> one.s3().stream()).anyMatch(this::below),
              "bucket " + is.bucket(),
              "older parts of their datasets stay in bucket " + was.bucket(),
              "Copy them, or tell the readers of both");
        }
      }
      // No run opens it. Where it leads may be as good as a key.
      case Connection.Notifying was -> {
        if (after instanceof Connection.Notifying is
            && !was.notifier().equals(is.notifier())
            && !tellers.isEmpty()) {
          add(
              Code.NOTIFICATIONS_MOVE,
              "Connection %s leads elsewhere now (%s): incidents of pipelines %s are told there"
                  .formatted(
                      name.name(),
                      is.notifier().kind(),
                      tellers.stream().map(ResourceName::name).collect(Collectors.joining(", "))),
              "Try it after the merge by penstock notify --test " + name.name());
        }
      }
    }
  }

  private void tls(Tls before, Tls after) {
    if (after.compareTo(before) < 0) {
      add(
          Code.TLS_WEAKER,
          "Connection %s checks the server less than before".formatted(name.name()),
          "Keep VerifyFull where the server has a certificate for its name");
    }
  }

  private boolean over(Source source) {
    return source.connection().equals(name.name());
  }

  private boolean in(Table table) {
    return table.connection().equals(name.name());
  }

  private boolean below(Dataset dataset) {
    return dataset.connection().equals(name.name());
  }

  private void moves(
      Code code, Predicate<Pipeline> uses, String where, String what, String nextStep) {
    var affected = users.stream().filter(uses).map(user -> user.id().name()).toList();
    if (!affected.isEmpty()) {
      add(
          code,
          "Connection %s leads to %s now, for pipelines %s: %s"
              .formatted(name.name(), where, String.join(", ", affected), what),
          nextStep);
    }
  }

  private void add(Code code, String message, String nextStep) {
    effects.add(new Effect(code, "connection " + name.name(), message, nextStep));
  }
}
