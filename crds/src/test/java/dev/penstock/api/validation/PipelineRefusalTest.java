package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.model.ResourceName;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineRefusalTest {
  @Test
  void theBuilderIsValid() {
    assertThat(Specs.lines(Specs.pipeline().checked())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /store | '{}' | Required spec.store.connection: Pipeline orders has no connection. Write spec.store.connection.
          /store/connection | shop-db | Invalid spec.store.connection: Pipeline orders names the connection shop-db, which is of kind postgres. Name a connection of kind s3.
          /store/prefix | /a | Invalid spec.store.prefix: Pipeline orders has the prefix of the store "/a" with a slash at an end. Remove the slash.
          /schedule | '"* * * *"' | Invalid spec.schedule: Pipeline orders has the schedule "* * * *" of 4 fields. Write five fields: minute, hour, day of month, month, day of week.
          /schedule | '"TZ=UTC * * * * *"' | Invalid spec.schedule: Pipeline orders has the schedule "TZ=UTC * * * * *" with a time zone in it. Write the zone in spec.timeZone.
          /schedule | '"* * * * 7"' | Invalid spec.schedule: Pipeline orders has the schedule "* * * * 7", whose day of week 7 is not valid. Write a day from 0 (Sunday) to 6 or SUN to SAT, a list, a range, or * with a step.
          /schedule | '"0 0 L * *"' | Invalid spec.schedule: Pipeline orders has the schedule "0 0 L * *", whose day of month L is not valid. Write a day from 1 to 31, a list, a range, or * with a step.
          /schedule | '"@every 1h"' | NotSupported spec.schedule: Pipeline orders has the schedule "@every 1h", which is no macro that is supported. Write five fields or one of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly.
          /timeZone | '"+02:00"' | Invalid spec.timeZone: Pipeline orders has the timeZone "+02:00", which the IANA database does not have. Write a name as Europe/Berlin or Etc/UTC.
          /freshness | 59s | Invalid spec.freshness: Pipeline orders has the freshness 59s, which is not valid. Write a duration from 1m to 8784h, as 3h or 1h30m.
          /freshness | 8785h | Invalid spec.freshness: Pipeline orders has the freshness 8785h, which is not valid. Write a duration from 1m to 8784h, as 3h or 1h30m.
          /freshness | 3 hours | Invalid spec.freshness: Pipeline orders has the freshness "3 hours", which is not valid. Write a duration from 1m to 8784h, as 3h or 1h30m.
          /backoffLimit | -1 | Invalid spec.backoffLimit: Pipeline orders has the backoffLimit -1. Write a number from 0 to 100.
          /priority | 11 | Invalid spec.priority: Pipeline orders has the priority 11. Write a number from -10 to 10.
          /activeDeadlineSeconds | 0 | Invalid spec.activeDeadlineSeconds: Pipeline orders has the activeDeadlineSeconds 0. Write a number from 1 to 2592000.
          /startingDeadlineSeconds | 9 | Invalid spec.startingDeadlineSeconds: Pipeline orders has the startingDeadlineSeconds 9. Write a number from 10 to 604800.
          /sources/- | null | Required spec.sources[1]: Source at index 1 is empty. Write it or remove it.
          /sources/- | '{name: enriched, connection: shop-db, table: {name: public.a}}' | Duplicate spec.steps[0].name: Step enriched has the name of another source or step. Give every source and step a name of its own.
          /sources/- | '{name: select, connection: shop-db, table: {name: public.a}}' | Invalid spec.sources[1].name: Source select has the name select, which is a word of SQL. Choose another name.
          /sources/- | '{name: _penstock_x, connection: shop-db, table: {name: public.a}}' | Invalid spec.sources[1].name: Source _penstock_x has the name _penstock_x; names that begin with _penstock belong to Penstock. Choose another name.
          /sources/- | '{name: a, connection: shop-db}' | Required spec.sources[1]: Source a does not say what to read. Write exactly one of table, query under it.
          /sources/0/connection | lake | Invalid spec.sources[0].connection: Source orders names the connection lake, which is of kind s3. Name a connection of kind postgres.
          /sources/0/table/name | orders | Invalid spec.sources[0].table.name: Source orders reads the table orders, which is not schema.table. Write schema and table with one dot between them, as public.orders.
          /sources/0/table/columns | '[a, a]' | Duplicate spec.sources[0].table.columns[1]: Source orders reads the column a twice. Remove one.
          /sources/0/table/columns | '[]' | Invalid spec.sources[0].table.columns: Source orders reads no column. Name a column, or remove the field to read all.
          /steps/0/sql | '" "' | Required spec.steps[0].sql: Step enriched has no sql. Write spec.steps[0].sql.
          /targets | '[]' | Required spec.targets: Pipeline orders has no target. Write spec.targets.
          /targets/0/from | nothing | NotFound spec.targets[0].from: Target orders loads nothing, which is no source or step. Name one of enriched, orders, or add a step of that name.
          /targets/0/mode | Merge | NotSupported spec.targets[0].mode: Target orders has a mode that this release does not know. Write one of Append, Upsert, Replace, Window, Scd2.
          /targets/- | '{name: b, from: orders}' | Required spec.targets[1]: Target b loads nothing. Write s3, redshift or both under it.
          /targets/- | '{name: orders, from: orders, s3: {connection: lake, path: b}}' | Duplicate spec.targets[1].name: Target orders has the name of another target. Give every target a name of its own.
          /targets/- | '{name: b, from: orders, s3: {connection: lake, path: sales/orders/b}}' | Duplicate spec.targets[1].s3.path: Target b has the path sales/orders/b, which overlaps sales/orders of target orders in bucket acme-lake. Choose a path that neither holds the other nor lies in it.
          /targets/- | '{name: b, from: orders, redshift: {connection: warehouse, table: sales.orders}}' | Duplicate spec.targets[1].redshift.table: Target b writes the table sales.orders, which target orders writes too. Write each table by one target.
          /targets/0/s3/path | _penstock/x | Duplicate spec.targets[0].s3.path: Target orders has the path _penstock/x, which overlaps _penstock of the store in bucket acme-lake. Choose a path that neither holds the other nor lies in it.
          /targets/0/s3/path | a/../b | Invalid spec.targets[0].s3.path: Target orders has the path a/../b with an empty segment or one of dots. Write segments between single slashes, as sales/orders.
          /targets/0/s3/path | a b | Invalid spec.targets[0].s3.path: Target orders has the path "a b" with characters that keys of every store can not have. Write letters, digits and any of ! - _ . * ' ( ) = /.
          /targets/0/redshift/table | Sales.Orders | Invalid spec.targets[0].redshift.table: Target orders has the table Sales.Orders, which is not valid. Write schema.table in lower case, as sales.orders.
          /targets/0/redshift/table | penstock.orders | NotAllowed spec.targets[0].redshift.table: Target orders writes the schema penstock, which holds the control tables. Choose another schema.
          /targets/0/redshift/sortKey | '[a, a]' | Duplicate spec.targets[0].redshift.sortKey[1]: Target orders has the sortKey a twice. Remove one.
          /targets/0/sortBy | '[]' | Invalid spec.targets[0].sortBy: Target orders has no column in its sortBy. Name a column, or remove the field.
          /targets/0/sortBy | '[a, a]' | Duplicate spec.targets[0].sortBy[1]: Target orders has the sortBy column a twice. Remove one.
          /targets/0 | '{name: orders, from: orders, sortBy: [a], s3: {connection: lake, path: a, partitionBy: [b]}}' | Invalid spec.targets[0].sortBy: Target orders has sortBy, and partitionBy, whose parts lie in no order. Remove one of them.
          /targets/0/s3/partitionBy | '[]' | Invalid spec.targets[0].s3.partitionBy: Target orders has no column in its partitionBy. Name a column, or remove the field.
          /targets/0/s3/partitionBy | '[a, a]' | Duplicate spec.targets[0].s3.partitionBy[1]: Target orders has the partitionBy column a twice. Remove one.
          /targets/0/s3/partitionBy | '[a, Day-Of]' | Invalid spec.targets[0].s3.partitionBy[1]: Target orders has the partitionBy column Day-Of, which is not valid. Write lower-case letters, digits and underscores, with no digit first.
          /targets/0/s3/partitionBy | '[a, b, c, d, e, f, g, h, i]' | Invalid spec.targets[0].s3.partitionBy: Target orders has 9 partitionBy columns. Write at most 8.
          /engine | '{}' | Required spec.engine: Pipeline orders names no engine. Write duckdb: {} or remove the field.
          /pod | '{resources: {requests: {cpu: lots}}}' | Invalid spec.pod.resources.requests.cpu: Pipeline orders has lots, which is not a quantity above zero. Write a quantity as 500m, 2 or 1Gi.
          /pod | '{resources: {requests: {gpu: 1}}}' | NotSupported spec.pod.resources.requests: Pipeline orders has the resource gpu. Use cpu, ephemeral-storage, memory.
          /pod | '{resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}' | Invalid spec.pod.resources.requests.memory: Pipeline orders requests more memory than its limit (2Gi, 1Gi). Raise the limit or lower the request.
          /scratch | '{size: "0"}' | Invalid spec.scratch.size: Pipeline orders has 0, which is not a quantity above zero. Write a quantity as 500m, 2 or 1Gi.
          """)
  void aPipelineIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.pipeline().with(pointer, yaml).checked())).containsExactly(line);
  }

  @Test
  void whatAConnectionDoesNotAllowIsRefusedWhereItIsAsked() {
    var connections = new HashMap<>(Specs.connections());
    connections.put(
        "shop-db",
        Specs.postgres().with("/allow", "{access: [Write], schemas: [sales]}").asConnection());
    connections.put("lake", Specs.s3().with("/allow", "{access: [Read]}").asConnection());

    assertThat(checked(connections))
        .containsExactly(
            "NotAllowed spec.store.connection: Pipeline orders keeps its log over the connection"
                + " lake, which does not allow Write. Name another connection or add Write to"
                + " spec.allow.access of the EtlConnection lake.",
            "NotAllowed spec.sources[0].connection: Source orders reads over the connection"
                + " shop-db, which does not allow Read. Name another connection or add Read to"
                + " spec.allow.access of the EtlConnection shop-db.",
            "NotAllowed spec.sources[0].table.name: Source orders reads the schema public, which"
                + " the connection shop-db does not allow. Use an allowed schema (sales) or add"
                + " public to spec.allow.schemas of the EtlConnection shop-db.",
            "NotAllowed spec.targets[0].s3.connection: Target orders writes over the connection"
                + " lake, which does not allow Write. Name another connection or add Write to"
                + " spec.allow.access of the EtlConnection lake.");
  }

  @Test
  void aConnectionThatIsWrongItselfIsNamedWithItsFirstFinding() {
    var connections = new HashMap<>(Specs.connections());
    connections.put("shop-db", Specs.postgres().without("/postgres/host").asConnection());

    assertThat(checked(connections))
        .containsExactly(
            "Invalid spec.sources[0].connection: Source orders names the connection shop-db, which"
                + " is not valid itself (spec.postgres.host: Connection shop-db has no host)."
                + " Correct the EtlConnection shop-db.");
  }

  @Test
  void twoConnectionsOfOneBucketAreOneBucket() {
    var connections = new HashMap<>(Specs.connections());
    connections.put("again", Specs.s3().asConnection());
    var spec =
        Specs.pipeline()
            .with(
                "/targets/-",
                "{name: b, from: orders, s3: {connection: again, path: sales/orders}}");

    assertThat(Specs.lines(new Validator().pipeline(Specs.ORDERS, spec.asPipeline(), connections)))
        .containsExactly(
            "Duplicate spec.targets[1].s3.path: Target b has the path sales/orders, which overlaps"
                + " sales/orders of target orders in bucket acme-lake. Choose a path that neither"
                + " holds the other nor lies in it.");
  }

  @Test
  void aNameHasRoomForWhatACronJobAddsToIt() {
    var spec = Specs.pipeline().asPipeline();

    assertThat(
            Specs.lines(
                new Validator()
                    .pipeline(new ResourceName("shop", "a".repeat(53)), spec, Specs.connections())))
        .containsExactly(
            "Invalid metadata.name: Pipeline %s has a name of 53 characters. Write at most 52 characters."
                .formatted("a".repeat(53)));
    assertThat(
            Specs.lines(
                new Validator()
                    .pipeline(new ResourceName("shop", "a".repeat(52)), spec, Specs.connections())))
        .isEmpty();
  }

  private static java.util.List<String> checked(Map<String, EtlConnectionSpec> connections) {
    return Specs.lines(
        new Validator().pipeline(Specs.ORDERS, Specs.pipeline().asPipeline(), connections));
  }
}
