package dev.penstock.sandbox.redshift.copy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PatientStorageTest {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final Patience ENOUGH = new Patience(Duration.ofMinutes(1), Duration.ofNanos(1));
  private static final Patience NONE = new Patience(Duration.ZERO, Duration.ofNanos(1));

  @Test
  void aSlowDownIsAskedAgain() throws IOException {
    Faulty faulty = new Faulty(new Fault.Refusal(503), new Fault.Refusal(503), new Fault.None());

    assertThat(read(faulty, ENOUGH)).isEqualTo(CONTENT);
    assertThat(faulty.offsets).containsExactly(0L, 0L, 0L);
  }

  @Test
  void aTruncatedAnswerGoesOnWhereItEnded() throws IOException {
    Faulty faulty = new Faulty(new Fault.EndAt(3), new Fault.EndAt(2), new Fault.None());

    assertThat(read(faulty, ENOUGH)).isEqualTo(CONTENT);
    assertThat(faulty.offsets).containsExactly(0L, 3L, 5L);
  }

  @Test
  void aLostConnectionGoesOnWhereItBroke() throws IOException {
    Faulty faulty = new Faulty(new Fault.BreakAt(4), new Fault.Refusal(500), new Fault.None());

    assertThat(read(faulty, ENOUGH)).isEqualTo(CONTENT);
    assertThat(faulty.offsets).containsExactly(0L, 4L, 4L);
  }

  @Test
  void patienceEnds() {
    Faulty faulty = new Faulty(new Fault.Refusal(503), new Fault.None());

    assertThatThrownBy(() -> read(faulty, NONE))
        .isInstanceOf(ObjectProblem.class)
        .hasMessageContaining("Status 503");
    assertThat(faulty.offsets).hasSize(1);
  }

  @Test
  void aRefusalForGoodIsNotAskedAgain() {
    Faulty faulty = new Faulty(new Fault.Refusal(403), new Fault.None());

    assertThatThrownBy(() -> read(faulty, ENOUGH)).hasMessageContaining("Status 403");
    assertThat(faulty.offsets).hasSize(1);
  }

  @Test
  void nobodyWaitsForACopyThatIsCancelled() {
    Faulty faulty = new Faulty(new Fault.Refusal(503), new Fault.None());

    assertThatThrownBy(
            () -> {
              try (PatientStorage storage = new PatientStorage(faulty, ENOUGH, () -> true)) {
                storage.open("b", "k", Optional.empty());
              }
            })
        .hasMessageContaining("Status 503");
  }

  private static byte[] read(Faulty faulty, Patience patience) throws IOException {
    try (PatientStorage storage = new PatientStorage(faulty, patience, () -> false);
        ObjectStorage.Body body = storage.open("b", "k", Optional.empty())) {
      return body.stream().readAllBytes();
    }
  }

  /** What befalls one request. */
  private sealed interface Fault {
    record None() implements Fault {}

    record Refusal(int status) implements Fault {}

    record EndAt(int bytes) implements Fault {}

    record BreakAt(int bytes) implements Fault {}
  }

  private static final class Faulty implements ObjectStorage {
    private final Queue<Fault> faults;
    private final List<Long> offsets = new ArrayList<>();

    Faulty(Fault... faults) {
      this.faults = new ArrayDeque<>(Arrays.asList(faults));
    }

    @Override
    public List<Listed> list(String bucket, String prefix) {
      return List.of(new Listed("k", CONTENT.length));
    }

    @Override
    public Body open(String bucket, String key, Optional<From> from) throws ObjectProblem {
      int offset = from.map(From::offset).orElse(0L).intValue();
      offsets.add((long) offset);
      return new Body(answer(offset), CONTENT.length, "etag", Instant.EPOCH);
    }

    private InputStream answer(int offset) throws ObjectProblem {
      return switch (faults.remove()) {
        case Fault.None() -> stream(offset, CONTENT.length);
        case Fault.Refusal(int status) ->
            throw new ObjectProblem(
                status < 500 ? ObjectProblem.Kind.FINAL : ObjectProblem.Kind.PASSING,
                "S3ServiceException:no,Status %d,Error No".formatted(status));
        case Fault.EndAt(int bytes) -> stream(offset, offset + bytes);
        case Fault.BreakAt(int bytes) ->
            new SequenceInputStream(stream(offset, offset + bytes), broken());
      };
    }

    private static InputStream stream(int from, int to) {
      return new ByteArrayInputStream(CONTENT, from, to - from);
    }

    private static InputStream broken() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          throw new IOException("Connection reset");
        }
      };
    }

    @Override
    public void close() {}
  }
}
