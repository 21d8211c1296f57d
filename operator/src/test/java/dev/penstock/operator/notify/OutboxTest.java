package dev.penstock.operator.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import dev.penstock.operator.notify.channel.Letter;
import dev.penstock.operator.notify.channel.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which messages go when, and together with which. */
class OutboxTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Outbox.Pace PACE =
      new Outbox.Pace(Duration.ofSeconds(15), 2, Duration.ofSeconds(3), Duration.ofSeconds(5));
  private static final Sent LATER = new Sent.Later("away", Optional.empty());
  private static final Sent DELIVERED = new Sent.Delivered(Optional.of("t"));

  private final Outbox outbox = new Outbox(PACE, new Random(1));

  private static Notice notice(
      String pipeline, String connection, NotificationStep step, String reason, String... uses) {
    return new Notice(
        new Notice.Key("shop", pipeline, "uid-of-" + pipeline, "team", NotifyEvent.FAILED),
        new Address("shop", connection, Optional.empty()),
        "incident-of-" + pipeline,
        step,
        0,
        reason,
        "Connection shop-db does not answer.",
        NOW.minusSeconds(7500),
        step == NotificationStep.RECOVERY ? Optional.of(NOW) : Optional.empty(),
        ZoneId.of("America/New_York"),
        Set.of(uses),
        Optional.empty());
  }

  private static Notice opening(String pipeline, String connection) {
    return notice(
        pipeline, connection, NotificationStep.OPENING, "ConnectionFailed", "lake", "shop-db");
  }

  private boolean offer(Notice notice, Instant at) {
    return outbox.offer(notice.key().uid(), List.of(), List.of(notice), at);
  }

  @Test
  void fiftyPipelinesOfOneCauseAreOneMessageThatListsThem() {
    IntStream.range(0, 50).forEach(i -> offer(opening("p%02d".formatted(i), "hook"), NOW));
    offer(notice("other", "hook", NotificationStep.OPENING, "TableNotFound", "lake"), NOW);
    offer(
        notice("apart", "hook", NotificationStep.OPENING, "ConnectionFailed", "erp", "archive"),
        NOW);
    assertThat(outbox.due(NOW.plusSeconds(14))).as("others may come").isEmpty();
    var batch = outbox.due(NOW.plusSeconds(15)).getFirst();
    assertThat(batch.notices()).hasSize(50);
    assertThat(batch.shared()).containsExactlyInAnyOrder("lake", "shop-db");
    var letter = Wording.letter(batch, NOW);
    assertThat(letter.kind()).isEqualTo(Letter.Kind.OPENED);
    assertThat(letter.title())
        .isEqualTo("50 pipelines of namespace shop have failed: ConnectionFailed");
    assertThat(letter.lines())
        .containsExactly(
            "p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12 and 37 more",
            "All of them use: lake, shop-db.",
            "p00: Connection shop-db does not answer.",
            "Since 2026-11-24 04:55 EST.",
            "Next: penstock get -n shop");
    assertThat(letter.pipelines()).hasSize(50);
    outbox.done(batch, DELIVERED, NOW.plusSeconds(16));
    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.of("incident-of-p07", NotificationStep.OPENING, 0)).isPresent();
  }

  @Test
  void oneMessageOfOnePipelineSaysWhatSinceWhenWhyAndWhatNext() {
    offer(opening("orders", "hook"), NOW);
    var letter = Wording.letter(outbox.due(NOW.plusSeconds(15)).getFirst(), NOW);
    assertThat(letter.text())
        .isEqualTo(
            """
            Pipeline orders of namespace shop has failed: ConnectionFailed
            Connection shop-db does not answer.
            Since 2026-11-24 04:55 EST.
            Next: penstock why orders -n shop\
            """);
    var over = notice("orders", "hook", NotificationStep.RECOVERY, "ConnectionFailed", "lake");
    assertThat(Wording.letter(Batch.around(over, List.of()), NOW).title())
        .isEqualTo("Pipeline orders of namespace shop has recovered after 2 h 5 min");
  }

  @Test
  void aConnectionCarriesOneAtATimeAndOneThatHangsHoldsUpNoOther() {
    offer(opening("orders", "hook"), NOW);
    offer(notice("items", "hook", NotificationStep.OPENING, "TableNotFound", "lake"), NOW);
    offer(opening("orders2", "pager"), NOW);
    var later = NOW.plusSeconds(20);
    var sending = outbox.due(later);
    assertThat(sending)
        .extracting(b -> b.first().address().connection())
        .containsExactly("hook", "pager");
    assertThat(outbox.due(later.plusSeconds(60))).as("both are under way").isEmpty();
    outbox.done(sending.getLast(), DELIVERED, later);
    offer(opening("orders3", "pager"), later);
    assertThat(outbox.due(later.plusSeconds(60))).hasSize(1);
  }

  @Test
  void aConnectionTakesNoMoreThanItsShare() {
    IntStream.range(0, 5)
        .forEach(i ->
            offer(notice("p" + i, "hook", NotificationStep.OPENING, "Reason" + i, "lake"), NOW));
    var at = NOW.plusSeconds(20);
    int sent = 0;
    for (int i = 0; i < 5; i++) {
      for (var batch : outbox.due(at)) {
        outbox.done(batch, DELIVERED, at);
        sent++;
      }
    }
    assertThat(sent).as("a burst of two").isEqualTo(2);
    assertThat(outbox.due(at.plusSeconds(2))).isEmpty();
    assertThat(outbox.due(at.plusSeconds(3))).as("and one every three seconds").hasSize(1);
  }

  @Test
  void whatFailsIsTriedAgainLaterEachTimeAndWhenTheReceiverSays() {
    offer(opening("orders", "hook"), NOW);
    var at = NOW.plusSeconds(15);
    outbox.done(outbox.due(at).getFirst(), LATER, at);
    assertThat(outbox.due(at.plusSeconds(3))).isEmpty();
    at = at.plusSeconds(6);
    outbox.done(outbox.due(at).getFirst(), LATER, at);
    assertThat(outbox.due(at.plusSeconds(7))).isEmpty();
    at = at.plusSeconds(12);
    var told = new Sent.Later("busy", Optional.of(Duration.ofSeconds(120)));
    outbox.done(outbox.due(at).getFirst(), told, at);
    assertThat(outbox.due(at.plusSeconds(119))).isEmpty();
    assertThat(outbox.due(at.plusSeconds(120))).hasSize(1);
  }

  @Test
  void aRefusedMessageWaitsAloneAndGoesAtOnceWhenSomethingWasCorrected() {
    offer(opening("orders", "hook"), NOW);
    var at = NOW.plusSeconds(15);
    outbox.done(outbox.due(at).getFirst(), new Sent.Refused("not_in_channel", "x"), at);
    offer(notice("items", "hook", NotificationStep.OPENING, "Other", "lake"), NOW);
    var next = outbox.due(at.plusSeconds(1));
    assertThat(next).singleElement().extracting(b -> b.first().key().pipeline()).isEqualTo("items");
    outbox.done(next.getFirst(), DELIVERED, at.plusSeconds(1));
    assertThat(outbox.due(at.plusSeconds(3))).isEmpty();
    outbox.retry("shop", "hook", at.plusSeconds(3));
    assertThat(outbox.due(at.plusSeconds(5))).hasSize(1);
  }

  @Test
  void whatHasArrivedIsNotSentAgainHoweverOftenItIsOffered() {
    offer(opening("orders", "hook"), NOW);
    var at = NOW.plusSeconds(15);
    outbox.done(outbox.due(at).getFirst(), DELIVERED, at);
    offer(opening("orders", "hook"), at);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void nothingIsRememberedOfAConnectionThatHasNothingMoreToSay() {
    offer(opening("orders", "hook"), NOW);
    offer(notice("items", "pager", NotificationStep.OPENING, "Other", "lake"), NOW);
    var at = NOW.plusSeconds(15);
    var sending = outbox.due(at);
    assertThat(outbox.lanes()).isEqualTo(2);
    outbox.done(sending.getFirst(), DELIVERED, at);
    outbox.done(sending.getLast(), new Sent.Later("busy", Optional.of(Duration.ofHours(1))), at);
    outbox.due(at.plusSeconds(5));
    assertThat(outbox.lanes()).as("its share is not yet full").isEqualTo(2);
    outbox.due(at.plusSeconds(6));
    assertThat(outbox.lanes()).as("the pager's message waits").isEqualTo(1);
    outbox.forget("uid-of-items");
    outbox.due(at.plusSeconds(3599));
    assertThat(outbox.lanes()).as("its pause is kept").isEqualTo(1);
    outbox.due(at.plusSeconds(3600));
    assertThat(outbox.lanes()).isZero();
  }

  @Test
  void whatIsUnderWayForLongKeepsItsPlace() {
    offer(opening("orders", "hook"), NOW);
    var at = NOW.plusSeconds(15);
    assertThat(outbox.due(at)).hasSize(1);
    outbox.forget("uid-of-orders");
    outbox.due(at.plusSeconds(3600));
    offer(opening("items", "hook"), at.plusSeconds(3600));
    assertThat(outbox.due(at.plusSeconds(3700))).as("one at a time").isEmpty();
  }

  @Test
  void aMessageThatBecameAnotherWhileItWasUnderWayIsStillSent() {
    offer(opening("orders", "hook"), NOW);
    var at = NOW.plusSeconds(15);
    var underWay = outbox.due(at).getFirst();
    offer(notice("orders", "hook", NotificationStep.BRIEF, "ConnectionFailed", "lake"), at);
    outbox.done(underWay, DELIVERED, at);
    assertThat(outbox.of("incident-of-orders", NotificationStep.OPENING, 0)).isPresent();
    assertThat(outbox.size()).isEqualTo(1);
    assertThat(outbox.due(at.plusSeconds(5)).getFirst().first().step())
        .isEqualTo(NotificationStep.BRIEF);
  }

  @Test
  void whatIsNoLongerDueGoesAndSoDoesWhatIsOfADeletedPipeline() {
    offer(opening("orders", "hook"), NOW);
    offer(opening("items", "hook"), NOW);
    outbox.offer("uid-of-orders", List.of(), List.of(), NOW);
    outbox.forget("uid-of-items");
    assertThat(outbox.size()).isZero();
  }

  @Test
  void aPipelineThatIsDeletedKeepsNoThreadOfAGroupOpen() {
    outbox.offer("uid-of-items", List.of(told("items")), List.of(), NOW);
    var over = recovery("orders");
    outbox.offer("uid-of-orders", List.of(told("orders")), List.of(over), NOW);
    var at = NOW.plusSeconds(15);
    var batch = outbox.due(at).getFirst();
    assertThat(batch.last()).as("items goes on").isFalse();
    outbox.done(batch, LATER, at);
    outbox.forget("uid-of-items");
    assertThat(outbox.due(at.plusSeconds(60)).getFirst().last()).isTrue();
  }

  private static Notice recovery(String pipeline) {
    var over = notice(pipeline, "hook", NotificationStep.RECOVERY, "ConnectionFailed", "lake");
    return new Notice(
        over.key(),
        over.address(),
        over.incident(),
        over.step(),
        0,
        over.reason(),
        "",
        over.since(),
        over.until(),
        over.zone(),
        over.connections(),
        Optional.of("C1:1"));
  }

  private static NotificationStatus told(String pipeline) {
    return new NotificationStatus(
        "team",
        NotifyEvent.FAILED,
        "incident-of-" + pipeline,
        "2026-11-24T11:00:00Z",
        "ConnectionFailed",
        null,
        "2026-11-24T11:00:00Z",
        null,
        "hook",
        "C1:1",
        null);
  }

  @Test
  void moreThanThereIsRoomForIsSaidToTheCaller() {
    var all = IntStream.range(0, 2_000).allMatch(i -> offer(opening("p" + i, "hook"), NOW));
    assertThat(all).isTrue();
    assertThat(offer(opening("one-more", "hook"), NOW)).isFalse();
    assertThat(offer(opening("p7", "hook"), NOW)).as("known already").isTrue();
  }
}
