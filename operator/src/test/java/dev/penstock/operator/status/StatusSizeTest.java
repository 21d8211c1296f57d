package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.AfterStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.SlotCounts;
import dev.penstock.api.SlotState;
import dev.penstock.api.SlotStatus;
import dev.penstock.api.SlotsStatus;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.api.WindowSpec;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.validation.Finding;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.slot.SlotLedger;
import dev.penstock.operator.upstream.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a pipeline with the longest of everything. */
class StatusSizeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final int MOST = 24 * 1024;

  private final EtlPipeline pipeline =
      Given.pipeline("o".repeat(52), "runOnChange: true\nfreshness: 0000000000001h0m0s\n");

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u20AC", "\uD83D\uDE00", "\u0001", "\"", "\n"})
  void isWithinItsBoundWhateverTheTextsSay(String piece) throws JsonProcessingException {
    var text = piece.repeat(100_000);
    var finding = new Finding("spec." + text, Finding.Reason.INVALID, text, text);
    var invalid = Readiness.invalid(Collections.nCopies(100, finding));
    var runs =
        IntStream.range(0, 60)
            .mapToObj(i -> run(i, i % 2 == 0 ? RunState.SUCCEEDED : RunState.FAILED, text))
            .toList();
    var outcome = PipelineOutcome.of(pipeline, invalid, runs, NOW);
    assertThat(size(outcome.status())).isBetween(MOST / 4, MOST);
    var full =
        outcome
            .withSlots(slots(text))
            .withAfter(after())
            .withNotifications(notifications())
            .status();
    assertThat(size(full)).isLessThan(MOST);
    pipeline.setStatus(outcome.status());
    var ready = new Readiness.Ready(text, text, new SpecHash("0123456789abcdef"), Optional.of(NOW));
    assertThat(size(PipelineOutcome.of(pipeline, ready, runs, NOW).status())).isLessThan(MOST);
    assertThat(size(PipelineOutcome.of(pipeline, invalid, runs, NOW).status()))
        .isEqualTo(size(outcome.status()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u20AC", "\u0001"})
  void isBoundedAgainWhenAnEarlierReleaseWroteMore(String piece) throws JsonProcessingException {
    var text = piece.repeat(5_000);
    var summary =
        new dev.penstock.api.RunSummary(
            "a", "b", RunState.FAILED, text, text, "c", 1L, 1L, "d", "e", "f");
    pipeline.setStatus(
        new dev.penstock.api.EtlPipelineStatus(
            1L, List.of(), null, null, summary, summary, 1, null, null, null, null, null));
    var invalid = new Readiness.NotReady("InvalidSpec", text);
    assertThat(size(PipelineOutcome.of(pipeline, invalid, List.of(), NOW).status()))
        .isLessThan(MOST);
  }

  /** The account of pipelines that are waited for, with the longest of everything. */
  private static AfterStatus after() {
    var names = IntStream.range(10, 26).mapToObj(i -> "u".repeat(50) + i).toList();
    var others = new TreeMap<String, EtlPipeline>();
    for (var name : names) {
      others.put(name, Given.pipeline(name, "suspend: true\n"));
    }
    var list = names.stream().map("{name: %s}"::formatted).collect(Collectors.joining(", "));
    var waits = Given.pipeline("orders", "after: {pipelines: [%s]}\n".formatted(list));
    var status = Waiting.of(waits, true, others, List.of()).orElseThrow().status();
    assertThat(status.waitsFor()).contains(" (Suspended), ").endsWith(" and 8 more");
    var most = Long.MAX_VALUE;
    var upstreams =
        names.stream()
            .map(name ->
                new UpstreamStatus(
                    name, "00000000.00000000", most, most, "Suspended", "2026-11-24T10:00:00Z"))
            .toList();
    return new AfterStatus(status.waitsFor(), "o".repeat(52) + "-after-0123456789", upstreams);
  }

  /** Who has been told, with the longest of everything that the operator writes. */
  private static List<NotificationStatus> notifications() {
    var one =
        new NotificationStatus(
            "n".repeat(63),
            NotifyEvent.NOT_READY,
            "00000000-0000-0000-0000-000000000000",
            "2026-11-24T11:00:00Z",
            "R".repeat(64),
            NotificationStep.OPENING,
            "2026-11-24T11:00:00Z",
            100,
            "c".repeat(64),
            "t".repeat(101),
            "2026-11-24T11:00:00Z");
    return Collections.nCopies(12, one);
  }

  /** The account of slots with the longest of everything, written as the ledger writes it. */
  private static SlotsStatus slots(String text) {
    var entry =
        new SlotStatus(
            "2026-11-24T11:00:00Z",
            SlotState.SUPERSEDED,
            text,
            text,
            text,
            "2026-11-24T11:00:00Z",
            Long.MAX_VALUE);
    var most = Long.MAX_VALUE;
    var written =
        new SlotsStatus(
            "0 0 1 1 *" + " ".repeat(247),
            "America/Argentina/ComodRivadavia",
            true,
            "2026-11-24T11:00:00Z",
            "2026-11-24T11:00:00Z",
            "2026-11-24T11:00:00Z",
            new SlotCounts(most, most, most, most, most, most, most),
            Collections.nCopies(8, entry));
    return SlotLedger.read(written).orElseThrow().written();
  }

  private static EtlRun run(int number, RunState state, String text) {
    var name = "%03d".formatted(number) + "r".repeat(250);
    var run =
        Given.run(
            name,
            "orders",
            new EtlRunStatus(
                state,
                text,
                text,
                "00000000-0000-0000-0000-000000000" + "%03d".formatted(number),
                name,
                text,
                Long.MAX_VALUE,
                null,
                Long.MAX_VALUE,
                100,
                "2026-11-24T11:00:00Z",
                "2026-11-24T11:00:00Z",
                "2026-11-24T11:%02d:00Z".formatted(number),
                "720h59m59s"));
    if (number > 30) {
      var window = new WindowSpec("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
      run.setSpec(new EtlRunSpec("orders", RunTrigger.BACKFILL, null, window, null, null));
    }
    return run;
  }

  private static int size(Object status) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(status).getBytes(StandardCharsets.UTF_8).length;
  }
}
