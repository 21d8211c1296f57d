package dev.penstock.api.wrong;

import dev.penstock.api.wrong.WrongManifest.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Mistakes that no schema knows to make: each is a place of an example and what is put there. */
final class WrittenMistakes {
  private WrittenMistakes() {}

  /**
   * {@return them all}
   *
   * @param examples by name of the resource
   */
  static Stream<WrongManifest> of(Map<String, Example> examples) {
    return Stream.of(
            lines(Kind.VALUE, VALUES, examples),
            lines(Kind.SENSE, SENSE, examples),
            lines(Kind.SQL, SQL, examples))
        .flatMap(all -> all);
  }

  /** What the rules of the CRDs refuse, too. */
  private static final String VALUES =
      """
      orders      | /spec/sources/0/query | {sql: SELECT 1} | spec.sources[0]
      orders      | /spec/sources/0 | {name: orders, connection: shop-db} | spec.sources[0]
      orders      | /spec/sources/1/name | orders | spec.sources[1]
      orders      | /spec/checks/1/name | order-id | spec.checks[1]
      orders      | /spec/checks/0 | {name: a, relation: orders} | spec.checks[0]
      orders      | /spec/checks/0 | {name: a, relation: orders, range: {column: total}} | spec.checks[0].range
      orders      | /spec/steps/- | {name: enriched, sql: SELECT 1} | spec.steps[1]
      orders      | /spec/targets/0 | {name: orders, from: enriched} | spec.targets[0]
      orders      | /spec/targets/0 | {name: a, from: enriched, mode: Upsert, s3: {connection: lake, path: a}} | spec.targets[0].key
      orders      | /spec/sources/0/table/incremental | {column: updated_at, overlap: 10m} | spec.sources[0].table.incremental.key
      orders      | /spec/sources/0/table/incremental | {column: updated_at, nulls: Include} | spec.sources[0].table.incremental.key
      orders      | /spec/sources/0/table/incremental/overlap | ten minutes | spec.sources[0].table.incremental.overlap
      orders      | /spec/sources/0/table/incremental/overlap | -10m | spec.sources[0].table.incremental.overlap
      orders      | /spec/freshness | three hours | spec.freshness
      orders      | /spec/freshness | 0 | spec.freshness
      orders      | /spec/engine | {} | spec.engine
      orders      | /spec/schedule | 15 * * * | spec.schedule
      orders      | /spec/schedule | 15 * * * * * | spec.schedule
      orders      | /spec/schedule | TZ=Europe/Berlin 15 * * * * | spec.schedule
      orders      | /spec/schedule | CRON_TZ=UTC 15 * * * * | spec.schedule
      orders      | /spec/schedule | "" | spec.schedule
      orders      | /spec/schedule | "@every 5m" | spec.schedule
      orders      | /metadata/name | Orders | metadata.name
      orders      | /metadata/name | orders_ | metadata.name
      every-pod-field | /spec/pod/volumes/0/configMap | {name: a} | spec.pod.volumes[0]
      every-pod-field | /spec/pod/volumes/0/name | tmp | spec.pod.volumes[0].name
      every-pod-field | /spec/pod/volumes/0/emptyDir | {medium: Memory} | spec.pod.volumes[0].emptyDir.sizeLimit
      every-pod-field | /spec/pod/volumes/- | {name: memory, emptyDir: {}} | spec.pod.volumes[3]
      every-pod-field | /spec/pod/volumeMounts/0/mountPath | /etc | spec.pod.volumeMounts[0].mountPath
      every-pod-field | /spec/pod/volumeMounts/0/mountPath | /cache | spec.pod.volumeMounts[1]
      every-pod-field | /spec/pod/env/0/name | PENSTOCK_TRIGGER | spec.pod.env[0].name
      every-pod-field | /spec/pod/env/0/name | AWS_SESSION_TOKEN | spec.pod.env[0].name
      every-pod-field | /spec/pod/env/0/name | HTTPS_PROXY | spec.pod.env[1]
      every-pod-field | /spec/pod/securityContext/runAsUser | 0 | spec.pod.securityContext.runAsUser
      every-pod-field | /spec/pod/securityContext/supplementalGroups | [0] | spec.pod.securityContext.supplementalGroups[0]
      every-pod-field | /spec/pod/tolerations/0/effect | NoSchedule | spec.pod.tolerations[0].tolerationSeconds
      every-pod-field | /spec/pod/tolerations/0/operator | Exists | spec.pod.tolerations[0].value
      every-pod-field | /spec/pod/tolerations/1/operator | Equal | spec.pod.tolerations[1].key
      every-pod-field | /spec/pod/priorityClassName | system-cluster-critical | spec.pod.priorityClassName
      daily-sales | /spec/parameters/- | {name: since, default: a} | spec.parameters[1]
      daily-sales | /spec/parameters/0/type | Number | spec.parameters[0].type
      shop-db     | /spec/s3 | {bucket: acme-lake} | spec
      lake        | /spec | {} | spec
      warehouse   | /spec/redshift/tls | Perhaps | spec.redshift.tls
      shop-db     | /spec/postgres/extraction | Perhaps | spec.postgres.extraction
      """;

  /** What only the validator knows. */
  private static final String SENSE =
      """
      orders      | /metadata/name | "" | metadata.name
      orders      | /metadata/name | aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefff | metadata.name
      orders      | /spec/store/connection | lakes | spec.store.connection
      orders      | /spec/store/connection | shop-db | spec.store.connection
      orders      | /spec/store/prefix | /_penstock | spec.store.prefix
      orders      | /spec/store/prefix | a//b | spec.store.prefix
      orders      | /spec/store/prefix | ../a | spec.store.prefix
      orders      | /spec/store/prefix | sales/orders | spec.targets[0].s3.path
      orders      | /spec/schedule | 60 * * * * | spec.schedule
      orders      | /spec/schedule | 15 24 * * * | spec.schedule
      orders      | /spec/schedule | 15 * 0 * * | spec.schedule
      orders      | /spec/schedule | 15 * 32 * * | spec.schedule
      orders      | /spec/schedule | 15 * * 13 * | spec.schedule
      orders      | /spec/schedule | 15 * * * 8 | spec.schedule
      orders      | /spec/schedule | 15 * * * MOO | spec.schedule
      orders      | /spec/schedule | 15,,20 * * * * | spec.schedule
      orders      | /spec/schedule | 20-15 * * * * | spec.schedule
      orders      | /spec/schedule | "*/0 * * * *" | spec.schedule
      orders      | /spec/schedule | "? * L * *" | spec.schedule
      orders      | /spec/schedule | 99999999999999999999 * * * * | spec.schedule
      orders      | /spec/schedule | "@fortnightly" | spec.schedule
      orders      | /spec/timeZone | Europe/Atlantis | spec.timeZone
      orders      | /spec/timeZone | "+02:00" | spec.timeZone
      orders      | /spec/timeZone | Local | spec.timeZone
      orders      | /spec/timeZone | "" | spec.timeZone
      orders      | /spec/sources/0/connection | shop | spec.sources[0].connection
      orders      | /spec/sources/0/connection | lake | spec.sources[0].connection
      orders      | /spec/sources/0/connection | warehouse | spec.sources[0].connection
      orders      | /spec/sources/0/name | select | spec.sources[0].name
      orders      | /spec/sources/0/name | _penstock_orders | spec.sources[0].name
      orders      | /spec/sources/0/table/name | orders | spec.sources[0].table.name
      orders      | /spec/sources/0/table/name | shop.public.orders | spec.sources[0].table.name
      orders      | /spec/sources/0/table/name | hr.salaries | spec.sources[0].table.name
      orders      | /spec/sources/0/table/columns | [] | spec.sources[0].table.columns
      orders      | /spec/sources/0/table/columns | [a, b, a] | spec.sources[0].table.columns[2]
      orders      | /spec/sources/0/table/columns | [total] | spec.sources[0].table
      orders      | /spec/sources/0/table/where | "" | spec.sources[0].table.where
      orders      | /spec/sources/0/table/incremental/key | [order_id, order_id] | spec.sources[0].table.incremental.key
      orders      | /spec/sources/0/table/incremental/key | [" "] | spec.sources[0].table.incremental.key
      orders      | /spec/freshness | 59s | spec.freshness
      orders      | /spec/freshness | 8785h | spec.freshness
      orders      | /spec/sources/0/table/incremental/overlap | 745h | spec.sources[0].table.incremental.overlap
      orders      | /spec/sources/0/table/incremental/settle | 1000h | spec.sources[0].table.incremental.settle
      orders      | /spec/sources/0/table/incremental/timeZone | Mars/Olympus | spec.sources[0].table.incremental.timeZone
      orders      | /spec/sources/1/query/sql | "  " | spec.sources[1].query.sql
      orders      | /spec/sources/1/query/sql | "\\0" | spec.sources[1].query.sql
      orders      | /spec/steps/0/name | orders | spec.steps[0].name
      orders      | /spec/steps/0/name | table | spec.steps[0].name
      orders      | /spec/steps/0/sql | "\\n" | spec.steps[0].sql
      orders      | /spec/checks/0/relation | ordres | spec.checks[0].relation
      orders      | /spec/checks/0/unique | [order_id, order_id] | spec.checks[0].unique
      orders      | /spec/checks/0/accepted | {column: a, values: [b, b]} | spec.checks[0].accepted.values[1]
      orders      | /spec/checks/0/range | {column: a, min: "2", max: "1"} | spec.checks[0].range
      orders      | /spec/checks/0/range | {column: a, min: ""} | spec.checks[0].range.min
      orders      | /spec/checks/1/expect/sql | " " | spec.checks[1].expect.sql
      orders      | /spec/targets/0/from | ordres | spec.targets[0].from
      orders      | /spec/targets/0/mode | Append | spec.targets[0].key
      orders      | /spec/targets/0/key | [order_id, order_id] | spec.targets[0].key
      orders      | /spec/targets/0/orderBy | [updated_at, updated_at] | spec.targets[0].orderBy
      orders      | /spec/targets/0/sortBy | [a, a] | spec.targets[0].sortBy[1]
      orders      | /spec/targets/0/s3/connection | warehouse | spec.targets[0].s3.connection
      orders      | /spec/targets/0/s3/path | /sales | spec.targets[0].s3.path
      orders      | /spec/targets/0/s3/path | sales/ | spec.targets[0].s3.path
      orders      | /spec/targets/0/s3/path | sales/../hr | spec.targets[0].s3.path
      orders      | /spec/targets/0/s3/path | _penstock/orders | spec.targets[0].s3.path
      orders      | /spec/targets/0/s3/partitionBy | [Order Month] | spec.targets[0].s3.partitionBy[0]
      orders      | /spec/targets/0/s3/partitionBy | [a, a] | spec.targets[0].s3.partitionBy
      orders      | /spec/targets/0/redshift/connection | lake | spec.targets[0].redshift.connection
      orders      | /spec/targets/0/redshift/table | penstock.orders | spec.targets[0].redshift.table
      orders      | /spec/targets/0/redshift/distKey | Customer-Id | spec.targets[0].redshift.distKey
      orders      | /spec/targets/0/redshift/sortKey | [a, a] | spec.targets[0].redshift.sortKey[1]
      orders      | /spec/targets/- | {name: b, from: orders, s3: {connection: lake, path: sales/orders}} | spec.targets[1].s3.path
      orders      | /spec/targets/- | {name: b, from: orders, s3: {connection: lake, path: sales/orders/b}} | spec.targets[1].s3.path
      orders      | /spec/targets/- | {name: b, from: orders, redshift: {connection: warehouse, table: sales.orders}} | spec.targets[1].redshift.table
      orders      | /spec/pod/serviceAccountName | Me | spec.pod.serviceAccountName
      orders      | /spec/pod/resources/requests/memory | 8Gi | spec.pod.resources.requests.memory
      orders      | /spec/pod/resources/limits/memory | -1Gi | spec.pod.resources.limits.memory
      orders      | /spec/scratch/size | "0" | spec.scratch.size
      every-pod-field | /spec/pod/resources/limits/memory | 64Mi | spec.pod.resources.limits.memory
      every-pod-field | /spec/image | a b | spec.image
      every-pod-field | /spec/pod/nodeSelector | {a: b c} | spec.pod.nodeSelector.a
      every-pod-field | /spec/pod/labels | {a/b/c: d} | spec.pod.labels
      every-pod-field | /spec/pod/volumeMounts/0/mountPath | /a/../b | spec.pod.volumeMounts[0].mountPath
      every-pod-field | /spec/pod/volumeMounts/1/subPath | ../a | spec.pod.volumeMounts[1].subPath
      every-pod-field | /spec/pod/resources/limits/ephemeral-storage | 999M | spec.pod.resources.requests.ephemeral-storage
      every-pod-field | /spec/scratch/ephemeral/storageClassName | Fast | spec.scratch.ephemeral.storageClassName
      daily-sales | /spec/parameters/0/name | run_id | spec.parameters[0].name
      daily-sales | /spec/parameters/0/default | 2018-02-30 | spec.parameters[0].default
      daily-sales | /spec/parameters/0/type | Integer | spec.parameters[0].default
      daily-sales | /spec/targets/0/orderBy | [] | spec.targets[0].orderBy
      shop-db     | /spec/postgres/host | https://shop-db | spec.postgres.host
      shop-db     | /spec/postgres/host | a b | spec.postgres.host
      shop-db     | /spec/postgres/database | shop?ssl=false | spec.postgres.database
      shop-db     | /spec/credentials/secret/name | Shop DB | spec.credentials.secret.name
      shop-db     | /spec/allow/access | [] | spec.allow.access
      shop-db     | /spec/allow/access | [Read, Read] | spec.allow.access
      shop-db     | /spec/allow/schemas | [public, public] | spec.allow.schemas
      lake        | /spec/s3/bucket | Acme_Lake | spec.s3.bucket
      lake        | /spec/s3/region | US East | spec.s3.region
      lake        | /spec/s3/endpoint | ftp://store | spec.s3.endpoint
      lake        | /spec/s3/endpoint | http://user:password@store | spec.s3.endpoint
      warehouse   | /spec/redshift/copyRole | redshift-copy | spec.redshift.copyRole
      warehouse   | /spec/redshift/copyRole | arn:aws:iam::12:role/a | spec.redshift.copyRole
      warehouse   | /spec/redshift/database | a/b | spec.redshift.database
      """;

  /** What the engine's parser refuses. */
  private static final String SQL =
      """
      orders      | /spec/steps/0/sql | SELEKT 1 | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT * FROM | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT (1 FROM orders | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT 'a FROM orders | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT * FROM orders; DROP TABLE orders | spec.steps[0].sql
      orders      | /spec/steps/0/sql | DELETE FROM orders | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT * FROM enriched | spec.steps[0].sql
      orders      | /spec/steps/0/sql | SELECT $nothing AS a FROM orders | spec.steps[0].sql
      orders      | /spec/checks/1/expect/sql | total >= | spec.checks[1].expect.sql
      orders      | /spec/checks/1/expect/sql | total) OR (1 = 1 | spec.checks[1].expect.sql
      daily-sales | /spec/steps/1/sql | SELECT * FROM daily_sales | spec.steps
      """;

  private static Stream<WrongManifest> lines(
      Kind kind, String lines, Map<String, Example> examples) {
    return lines
        .lines()
        .map(line -> line.split(" *[|] *", 4))
        .map(cells -> {
          var example = Objects.requireNonNull(examples.get(cells[0]), cells[0]);
          return new WrongManifest(
              "%s: %s at %s".formatted(cells[0], cells[2], cells[1]),
              kind,
              cells[3].strip(),
              example.with(cells[1], cells[2]).document());
        });
  }
}
