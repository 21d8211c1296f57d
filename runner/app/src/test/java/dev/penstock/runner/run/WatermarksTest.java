package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Read;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.spi.PenstockException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WatermarksTest {
  private static final Watermark ORDERS = mark("orders", "2026-01-01T00:00:00Z");
  private static final Watermark GONE = mark("gone", "2025-01-01T00:00:00Z");

  private static Watermark mark(String source, String at) {
    return new Watermark(
        source,
        "public.orders",
        "updated_at",
        List.of(),
        Instant.parse(at),
        Optional.empty(),
        Optional.empty());
  }

  private static Incremental by(String column) {
    return by(column, Duration.ZERO, "order_id");
  }

  private static Incremental by(String column, Duration overlap, String... key) {
    return new Incremental(
        column,
        List.of(key),
        overlap,
        Optional.empty(),
        ZoneOffset.UTC,
        Incremental.Nulls.FAIL,
        Incremental.Deletes.IGNORE);
  }

  private static Read.Table table(String name) {
    return new Read.Table(
        "public",
        name,
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.of(by("updated_at")));
  }

  @Test
  void aSourceIsFoundByItsName() {
    var marks = new Watermarks(List.of(ORDERS));
    assertThat(marks.of("orders", table("orders"), by("updated_at"))).contains(ORDERS);
    assertThat(marks.of("new", table("orders"), by("updated_at"))).isEmpty();
  }

  @Test
  void anotherTableOrCursorByTheSameNameIsRefusedWithTheTwoWaysOut() {
    var marks = new Watermarks(List.of(ORDERS));
    assertThatThrownBy(() -> marks.of("orders", table("orders_v2"), by("updated_at")))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "HistoryMismatch: Source orders has read table public.orders by updated_at up to"
                + " 2026-01-01T00:00:00Z, and is now to read table public.orders_v2 by updated_at."
                + " Give the source a new name, which is read from the beginning, or restore its"
                + " table and column.");
    assertThatThrownBy(() -> marks.of("orders", table("orders"), by("changed_at")))
        .hasMessageContaining("is now to read table public.orders by changed_at");
  }

  @Test
  void anotherKeyIsRefusedWhereRowsAreReadAgain() {
    var at = Instant.parse("2026-01-01T00:00:00Z");
    var mark =
        new Watermark(
            "orders",
            "public.orders",
            "updated_at",
            List.of("order_id", "updated_at"),
            at,
            Optional.of(at.minusSeconds(60)),
            Optional.of(new Watermark.Tail("tail", 10, 1, "ab")));
    var marks = new Watermarks(List.of(mark));
    var minute = Duration.ofMinutes(1);
    assertThat(marks.of("orders", table("orders"), by("updated_at", minute, "order_id")))
        .contains(mark);
    assertThat(marks.of("orders", table("orders"), by("updated_at", Duration.ZERO, "tenant")))
        .contains(mark);
    assertThatThrownBy(() ->
            marks.of("orders", table("orders"), by("updated_at", minute, "tenant", "order_id")))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "HistoryMismatch: Source orders has told rows apart by order_id, updated_at up to"
                + " 2026-01-01T00:00:00Z, and is now to tell them apart by tenant, order_id,"
                + " updated_at. Give the source a new name, which is read from the beginning, or"
                + " restore its key.");
  }

  @Test
  void watermarksThatNoRunMovesAreCarriedOn() {
    var moved = mark("orders", "2026-02-01T00:00:00Z");
    var fresh = mark("items", "2026-02-01T00:00:00Z");
    assertThat(new Watermarks(List.of(GONE, ORDERS)).after(List.of(fresh, moved)))
        .containsExactly(GONE, moved, fresh);
  }
}
