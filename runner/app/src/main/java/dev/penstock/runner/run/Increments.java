package dev.penstock.runner.run;

import dev.penstock.api.model.Read;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.HistoryMismatch;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.target.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Sources that are read by increments: what the last run has delivered is left out of their
 * relations, and what the next run will read again is noted beside the parts.
 */
final class Increments {
  private final DuckDbEngine engine;
  private final S3Bucket bucket;
  private final String root;
  private final Attempt attempt;
  private final Path scratch;
  private final List<Sources.Opened> sources;

  /**
   * @param bucket of the log
   * @param sources that the run reads
   */
  Increments(
      DuckDbEngine engine,
      S3Bucket bucket,
      String root,
      Attempt attempt,
      Path scratch,
      List<Sources.Opened> sources) {
    this.engine = engine;
    this.bucket = bucket;
    this.root = root;
    this.attempt = attempt;
    this.scratch = scratch;
    this.sources = sources.stream().filter(source -> source.increment().isPresent()).toList();
  }

  /** Leaves out what was delivered; before any row is read. */
  void begin() throws InterruptedException {
    for (int i = 0; i < sources.size(); i++) {
      var opened = sources.get(i);
      var tail = opened.before().flatMap(Watermark::tail);
      if (tail.isPresent()) {
        var file = directory().resolve("before-" + i + ".parquet");
        download(opened.name(), tail.get(), file);
        engine.leaveOut(opened.name(), file, columns(opened));
      }
    }
  }

  private static List<String> columns(Sources.Opened opened) {
    var increment = opened.increment().orElseThrow();
    List<String> columns = new ArrayList<>(increment.key());
    columns.add(increment.column());
    return columns;
  }

  private void download(String source, Watermark.Tail tail, Path file) {
    var found = bucket.download(tail.key(), file);
    if (!found.map(Bucket.Downloaded::sha256).equals(Optional.of(tail.sha256()))) {
      throw HistoryMismatch.mismatch(
          "Object %s, which says what source %s has delivered, is %s"
              .formatted(tail.key(), source, found.isEmpty() ? "gone" : "another one"));
    }
  }

  /** Notes what the next run will read again; {@return the watermarks that this run has moved} */
  List<Watermark> finish() throws InterruptedException {
    List<Watermark> moved = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      var opened = sources.get(i);
      var increment = opened.increment().orElseThrow();
      var file = directory().resolve("after-" + i + ".parquet");
      Optional<Watermark.Tail> tail = Optional.empty();
      if (increment.tail().isPresent()) {
        tail = tail(opened.name(), increment.tail().get(), file);
      }
      moved.add(
          new Watermark(opened.name(), table(opened), increment.column(), increment.to(), tail));
    }
    return moved;
  }

  private static String table(Sources.Opened opened) {
    return switch (opened.read()) {
      case Read.Table table -> table.qualified();
      case Read.Query query ->
          throw new IllegalStateException("Query " + opened.name() + " has an increment");
    };
  }

  private Optional<Watermark.Tail> tail(String source, Source<?> rows, Path file)
      throws InterruptedException {
    long written = engine.write("_penstock_tail_of_" + source, rows, file);
    if (written == 0) {
      return Optional.empty();
    }
    var key = StagedParts.tail(root, attempt, source);
    bucket.upload(file, key);
    try {
      var content = Files.readAllBytes(file);
      return Optional.of(new Watermark.Tail(key, content.length, written, sha256(content)));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** {@return what the receipt says of them} */
  List<Receipt.OfWatermark> told(List<Watermark> after) {
    List<Receipt.OfWatermark> told = new ArrayList<>();
    for (var opened : sources) {
      Increment increment = opened.increment().orElseThrow();
      long again =
          after.stream()
              .filter(mark -> mark.source().equals(opened.name()))
              .flatMap(mark -> mark.tail().stream())
              .mapToLong(Watermark.Tail::rows)
              .sum();
      told.add(
          new Receipt.OfWatermark(
              opened.name(),
              opened.before().map(mark -> mark.at().toString()),
              increment.to().toString(),
              again,
              increment.ahead()));
    }
    return told;
  }

  private Path directory() {
    try {
      return Files.createDirectories(scratch.resolve("tails"));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InternalException lost(IOException e) {
    return new InternalException(
        Reason.INTERNAL_ERROR, "A tail could not be written to scratch", "Report this", e);
  }
}
