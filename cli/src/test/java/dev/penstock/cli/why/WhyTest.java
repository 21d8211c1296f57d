package dev.penstock.cli.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.Subject;
import dev.penstock.cli.table.Cells;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WhyTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

  private static final String LAKE =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: lake, namespace: shop}
      spec: {s3: {bucket: acme-lake, region: us-east-1}}
      """;

  private static final String PIPELINE =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlPipeline
      metadata: {name: orders, namespace: shop, generation: 4}
      spec:
        store: {connection: lake}
        schedule: "15 * * * *"
        sources: [{name: orders, connection: shop-db, table: {name: public.order}}]
        targets: [{name: orders, from: orders, s3: {connection: lake, path: sales/orders}}]
      status:
        observedGeneration: 4
        consecutiveFailures: 2
        nextScheduleTime: "2026-11-24T12:15:00Z"
        conditions:
          - {type: Ready, status: "True", reason: InPlace, lastTransitionTime: "2026-11-20T12:00:00Z"}
          - {type: LastRunSucceeded, status: "False", reason: TableNotFound, message: "Run orders-b: no.",
             lastTransitionTime: "2026-11-24T10:16:00Z"}
        lastRun: {name: orders-b, uid: uid-b, result: Failed, reason: TableNotFound,
          completionTime: "2026-11-24T11:16:12Z"}
        lastSuccessfulRun: {name: orders-a, uid: uid-a, result: Succeeded, reason: Committed, rows: 15000,
          specHash: 00000000000000aa, commit: 7, completionTime: "2026-11-24T09:16:00Z"}
      """;

  private static final String RUNS =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlRun
      metadata: {name: orders-b, namespace: shop, creationTimestamp: "2026-11-24T11:15:00Z"}
      spec: {pipeline: orders, trigger: Schedule}
      status:
        {uid: uid-b, state: Failed, reason: TableNotFound, job: job-b, attempts: 1,
         specHash: 00000000000000bb, scheduledTime: "2026-11-24T11:15:00Z",
         startTime: "2026-11-24T11:15:02Z", completionTime: "2026-11-24T11:16:12Z", duration: 1m10s,
         message: "Connection shop-db has no table public.order. Correct spec.sources[0].table.name."}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlRun
      metadata: {name: orders-a, namespace: shop, creationTimestamp: "2026-11-24T09:15:00Z"}
      spec: {pipeline: orders, trigger: Schedule}
      status:
        {uid: uid-a, state: Succeeded, reason: Committed, job: job-a, rows: 15000, commit: 7,
         specHash: 00000000000000aa, completionTime: "2026-11-24T09:16:00Z"}
      """;

  private static final String CLUSTER =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: job-b}
      spec: {template: {spec: {containers: [{name: runner, image: "acme/runner:2"}],
        volumes: [{name: config, configMap: {name: orders-new}}]}}}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: job-a}
      spec: {template: {spec: {containers: [{name: runner, image: "acme/runner:1"}],
        volumes: [{name: config, configMap: {name: orders-old}}]}}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: orders-new}
      data: {manifests.json: '{"items":[{"kind":"EtlPipeline","metadata":{"name":"orders"},"spec":
        {"sources":[{"name":"orders","table":{"name":"public.order"}}]}},
        {"kind":"EtlConnection","metadata":{"name":"shop-db"},"spec":{"postgres":{"host":"new.internal"}}}]}'}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: orders-old}
      data: {manifests.json: '{"items":[{"kind":"EtlPipeline","metadata":{"name":"orders"},"spec":
        {"sources":[{"name":"orders","table":{"name":"public.orders"}}]}},
        {"kind":"EtlConnection","metadata":{"name":"shop-db"},"spec":{"postgres":{"host":"db.internal"}}}]}'}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: job-b-x1, labels: {batch.kubernetes.io/job-name: job-b}}
      ---
      apiVersion: v1
      kind: Event
      metadata: {name: e1}
      reason: RunFailed
      message: Connection shop-db has no table public.order.
      lastTimestamp: "2026-11-24T11:16:12Z"
      involvedObject: {kind: EtlRun, name: orders-b}
      """;

  private static String why(Recorded facts, Subject subject) {
    return new Screen(new Cells(NOON), words -> "penstock " + words)
        .text(new Inquiry(facts).about(subject));
  }

  private static Subject pipeline(Recorded facts) {
    return facts.pipeline("orders") instanceof Found.Here<SeenPipeline>(var found)
        ? new Subject.OfPipeline(found)
        : new Subject.OfRun(facts.run("orders"));
  }

  private static Recorded failed(String more) {
    return new Recorded(String.join("---\n", LAKE, PIPELINE, RUNS) + more);
  }

  @Test
  void whatAPipelineWaitsForIsSaidWithItsCommitsAndWhatIsInTheWay() {
    var waits =
        PIPELINE
            + """
              after:
                waitsFor: items (Failed)
                upstreams:
                  - {name: customers, commit: 5, taken: 4}
                  - {name: items, commit: 3, taken: 3, problem: Failed}
                  - {name: later, problem: Missing}
            """;
    var facts = new Recorded(String.join("---\n", LAKE, waits));
    assertThat(why(facts, pipeline(facts)).lines().map(String::strip))
        .contains(
            "waits for          items (Failed)",
            "customers        commit 5, 4 taken",
            "items            commit 3, 3 taken, Failed",
            "later            no commit yet, none taken, Missing");
  }

  @Test
  void aFailureIsToldWithWhatHasChangedSinceTheSuccessBeforeIt() {
    var facts =
        failed("---\n" + CLUSTER)
            .log(
                "job-b-x1",
                """
                2026-11-24T11:15:04Z level=INFO at=PipelineRun phase=plan
                {"event":"run-progress","phase":"Plan"}
                2026-11-24T11:16:11Z level=ERROR at=RunCommand reason=TableNotFound
                """);
    assertThat(why(facts, pipeline(facts)))
        .isEqualTo(
            """
            Pipeline orders in namespace shop
              last run           orders-b Failed (TableNotFound) 43m ago
              last success       orders-a Succeeded (Committed) 164m ago, 15000 rows
              failures in a row  2
              active             nothing
              next               2026-11-24T12:15:00Z
              Ready              True for 4d
              LastRunSucceeded   False for 104m, TableNotFound: Run orders-b: no.

            Run orders-b: Failed, TableNotFound
              Connection shop-db has no table public.order. Correct spec.sources[0].table.name.
              asked for by Schedule, due 2026-11-24T11:15:00Z, started 2026-11-24T11:15:02Z, ended 2026-11-24T11:16:12Z, took 1m10s, attempts 1, spec 00000000000000bb

            Changed since the success before it, orders-a 164m ago
              spec               another: 00000000000000aa then, 00000000000000bb now
              what               sources[orders].table.name: public.orders -> public.order
              connections        shop-db: postgres.host: db.internal -> new.internal
              image              another: acme/runner:1 then, acme/runner:2 now
              columns            not known: no resource records them; receipts do
              rows               15000 then; nothing was committed now
              since then the spec has changed again, to %s: this run is not of it

            Receipt
              none: the run has committed nothing
              of the success before it: s3://acme-lake/_penstock/shop/orders/receipts/00000000000000000007.json

            Log, the end of pod job-b-x1
              2026-11-24T11:15:04Z level=INFO at=PipelineRun phase=plan
              2026-11-24T11:16:11Z level=ERROR at=RunCommand reason=TableNotFound

            Events, the newest first
              43m ago RunFailed EtlRun orders-b: Connection shop-db has no table public.order.

            Next
              penstock logs orders-b       the whole log
              penstock run orders --wait   once that is done which the message says\
            """
                .formatted(hashOfNow(facts)));
  }

  private static String hashOfNow(Recorded facts) {
    return facts.pipeline("orders") instanceof Found.Here<SeenPipeline>(var found)
        ? Screen.hashNow(found).orElseThrow()
        : "";
  }

  @Test
  void whatIsGoneIsNotKnownAndSaidSo() {
    var facts = failed("");
    assertThat(why(facts, new Subject.OfRun(facts.run("orders-b"))))
        .contains(
            """
              what               not known: Job job-a is gone
              connections        not known: Job job-a is gone
              image              not known: Job job-a is gone
            """)
        .contains(
            """
            Log
              none here: its pod is gone; what the run has kept lies beside the receipts
            """)
        .contains("penstock logs orders-b       the log that it kept, if it did")
        .contains("Events, the newest first\n  none is left");
  }

  @Test
  void aRunThatWaitsSaysItsPlaceAndWhoWorks() {
    var facts =
        new Recorded(
            String.join("---\n", LAKE, PIPELINE, RUNS)
                + """
                ---
                apiVersion: penstock.dev/v1alpha1
                kind: EtlRun
                metadata: {name: orders-c, namespace: shop, creationTimestamp: "2026-11-24T11:59:00Z"}
                spec: {pipeline: orders}
                status: {state: Queued, reason: ConnectionBusy, job: job-c, message: "Connection shop-db
                  takes 1 run at once; this one is 1st of 2 waiting for it. Wait."}
                ---
                apiVersion: penstock.dev/v1alpha1
                kind: EtlRun
                metadata: {name: customers-a, namespace: shop, creationTimestamp: "2026-11-24T11:58:00Z"}
                spec: {pipeline: customers}
                status: {state: Running}
                """);
    assertThat(why(facts, new Subject.OfRun(facts.run("orders-c"))))
        .contains(
            "Run orders-c: Queued, ConnectionBusy\n  Connection shop-db takes 1 run at once; this one is 1st of 2 waiting for it. Wait.")
        .contains("  rows               15000 then; not known yet now")
        .endsWith(
            """
            Next
              penstock why customers-a   a run that works now
              penstock cancel orders-c   if it is not wanted any more\
            """);
  }

  @Test
  void theParametersOfARunAreShownAndAreOfBoundedLength() {
    var facts =
        new Recorded(
            String.join("---\n", LAKE, PIPELINE)
                + """
                ---
                apiVersion: penstock.dev/v1alpha1
                kind: EtlRun
                metadata: {name: orders-c, namespace: shop, creationTimestamp: "2026-11-24T11:59:00Z"}
                spec: {pipeline: orders, parameters: [{name: region, value: EU}, {name: wide, value: "%s"}]}
                status: {state: Running, reason: Running}
                """
                    .formatted("x".repeat(4000)));
    var screen = why(facts, new Subject.OfRun(facts.run("orders-c")));
    assertThat(screen).contains("\n  parameter region = EU\n  parameter wide = xxx");
    assertThat(screen.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(200));
  }

  @Test
  void aPipelineThatNeverRanAsksForAFirstRun() {
    var facts =
        new Recorded(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: orders, namespace: shop, generation: 1}
            spec: {store: {connection: lake}}
            """);
    assertThat(why(facts, pipeline(facts)))
        .isEqualTo(
            """
            Pipeline orders in namespace shop
              the operator has not seen this spec yet: what follows speaks of an earlier one
              last run           none is known
              last success       none is known
              failures in a row  -
              active             nothing
              next               none: only on request

            Next
              penstock run orders --wait   a first run\
            """);
  }

  @Test
  void aRunWhosePipelineIsGoneSaysSo() {
    var facts = new Recorded(RUNS);
    assertThat(why(facts, new Subject.OfRun(facts.run("orders-b"))))
        .startsWith("EtlPipeline orders is gone.\n\nRun orders-b: Failed, TableNotFound")
        .contains("Receipt\n  not known: EtlPipeline orders is gone")
        .endsWith("Next\n  nothing: its pipeline is gone");
  }

  @Test
  void aRunThatCommittedNamesItsReceipt() {
    var facts = failed("");
    assertThat(why(facts, new Subject.OfRun(facts.run("orders-a"))))
        .contains(
            """
            Receipt
              s3://acme-lake/_penstock/shop/orders/receipts/00000000000000000007.json
              `penstock receipt -f FILE... 7` prints it
            """)
        .doesNotContain("Changed since");
  }
}
