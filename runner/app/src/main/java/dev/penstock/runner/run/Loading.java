package dev.penstock.runner.run;

import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.engine.SealedPart;
import dev.penstock.runner.report.Done;
import dev.penstock.runner.report.RunProgress;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Staging;
import dev.penstock.runner.target.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The way of one target's parts: uploads at the same time, and one COPY after another of whatever
 * is uploaded meanwhile, so that a slow COPY makes the next one larger. The sealing thread hands
 * parts in and, at the end, waits; a failure reaches it with the next part or at the end.
 */
final class Loading implements AutoCloseable {
  private static final int UPLOADS = 4;
  private static final int KIB = 1024;

  private final Attempt attempt;
  private final Target target;
  private final String root;
  private final S3Bucket bucket;
  private final Optional<Staging> staging;
  private final Spans spans;
  private final int mostWaiting;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore slots = new Semaphore(UPLOADS);
  private final Semaphore waiting;
  private final LinkedBlockingQueue<Optional<Part>> uploaded = new LinkedBlockingQueue<>();
  private final List<Future<Part>> uploads = new ArrayList<>();
  private final Future<Integer> copies;
  private final AtomicInteger waves = new AtomicInteger();
  private final AtomicReference<Done> sealed = new AtomicReference<>(Done.NOTHING);
  private final AtomicReference<Done> sent = new AtomicReference<>(Done.NOTHING);
  private final AtomicReference<Done> copied = new AtomicReference<>(Done.NOTHING);

  /**
   * @param waitingBytes how much may lie on scratch before {@link #accept} waits
   */
  Loading(
      Attempt attempt,
      Target target,
      String root,
      S3Bucket bucket,
      Optional<Staging> staging,
      Spans spans,
      long waitingBytes) {
    this.attempt = attempt;
    this.target = target;
    this.root = root;
    this.bucket = bucket;
    this.staging = staging;
    this.spans = spans;
    this.mostWaiting = (int) Math.clamp(waitingBytes / KIB, 1, Integer.MAX_VALUE);
    this.waiting = new Semaphore(mostWaiting);
    this.copies = threads.submit(this::copyAll);
  }

  /** Takes the parts that one statement has sealed. Waits while too much lies on scratch. */
  void accept(List<SealedPart> parts) throws InterruptedException {
    waves.incrementAndGet();
    for (var part : parts) {
      sealed.updateAndGet(done -> done.plus(part.rows(), part.bytes()));
    }
    for (var part : parts) {
      int weight = (int) Math.clamp(part.bytes() / KIB, 1, mostWaiting);
      waiting.acquire(weight);
      failFast();
      int seq = uploads.size();
      uploads.add(threads.submit(() -> upload(part, weight, seq)));
    }
  }

  /** Waits until everything is uploaded and loaded; {@return the parts in the order of sealing} */
  List<Part> finish() throws InterruptedException {
    List<Part> parts = new ArrayList<>();
    for (var upload : uploads) {
      parts.add(result(upload));
    }
    uploaded.add(Optional.empty());
    result(copies);
    return parts;
  }

  private Part upload(SealedPart part, int weight, int seq)
      throws InterruptedException, IOException {
    try {
      slots.acquire();
      try {
        return send(part, seq);
      } finally {
        slots.release();
      }
    } finally {
      Files.deleteIfExists(part.file());
      waiting.release(weight);
    }
  }

  private Part send(SealedPart sealedPart, int seq) throws InterruptedException {
    long from = spans.now();
    var key = StagedParts.key(root, attempt, target.name(), seq);
    bucket.upload(sealedPart.file(), key);
    var part =
        new Part(
            key,
            sealedPart.directory(),
            sealedPart.bytes(),
            sealedPart.rows(),
            sealedPart.sha256());
    spans.end("upload", target.name(), from, part.rows(), part.bytes());
    sent.updateAndGet(done -> done.plus(part.rows(), part.bytes()));
    uploaded.add(Optional.of(part));
    return part;
  }

  private int copyAll() throws InterruptedException {
    for (int number = 1; ; number++) {
      List<Optional<Part>> taken = new ArrayList<>();
      taken.add(uploaded.take());
      uploaded.drainTo(taken);
      var batch = taken.stream().flatMap(Optional::stream).toList();
      if (!batch.isEmpty()) {
        copy(batch, number);
      }
      if (batch.size() < taken.size()) {
        return number;
      }
    }
  }

  private void copy(List<Part> batch, int number) {
    if (staging.isEmpty()) {
      return;
    }
    long from = spans.now();
    var manifest =
        "%s/parts/%020d-%s/%s-copy-%04d.json"
            .formatted(root, attempt.base(), attempt.id(), target.name(), number);
    staging.get().copy(bucket, manifest, batch);
    long rows = batch.stream().mapToLong(Part::rows).sum();
    long bytes = batch.stream().mapToLong(Part::bytes).sum();
    spans.end("copy", target.name(), from, rows, bytes);
    copied.updateAndGet(done -> done.plus(rows, bytes));
  }

  /** {@return how far it is; asked by any thread} */
  RunProgress.OfTarget progress() {
    return new RunProgress.OfTarget(
        target.name(),
        waves.get(),
        sealed.get(),
        sent.get(),
        staging.isPresent() ? Optional.of(copied.get()) : Optional.empty());
  }

  private void failFast() throws InterruptedException {
    if (copies.isDone()) {
      result(copies);
    }
    for (var upload : uploads) {
      if (upload.isDone()) {
        result(upload);
      }
    }
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default ->
            throw new InternalException(
                Reason.INTERNAL_ERROR, "A part got lost: " + e.getCause(), "Report it", e);
      }
    }
  }

  /** Cancels what is still under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
