package dev.penstock.runner.run;

import dev.penstock.api.model.Read;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommitLog;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
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
  private final CommitLog log;
  private final S3Bucket bucket;
  private final String root;
  private final Attempt attempt;
  private final Path scratch;
  private final List<Sources.Opened> sources;

  /**
   * @param bucket in which the log lies
   * @param sources that the run reads
   */
  Increments(
      DuckDbEngine engine,
      CommitLog log,
      S3Bucket bucket,
      String root,
      Attempt attempt,
      Path scratch,
      List<Sources.Opened> sources) {
    this.engine = engine;
    this.log = log;
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
      var file = directory().resolve("before-" + i + ".parquet");
      // Without a tail of its own the source reads nothing again.
      if (opened.before().isPresent()
          && opened.increment().orElseThrow().tail().isPresent()
          && log.fetchTail(attempt, opened.before().get(), file)) {
        engine.leaveOut(opened.name(), file, opened.before().get().key());
      }
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
          new Watermark(
              opened.name(),
              table(opened),
              increment.column(),
              increment.tail().isPresent() ? increment.identity() : List.of(),
              increment.to(),
              Optional.of(increment.since()).filter(since -> since.isBefore(increment.to())),
              tail));
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
      return Optional.of(new Watermark.Tail(key, Files.size(file), written, sha256(file)));
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

  private static String sha256(Path file) throws IOException {
    try (var in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InternalException lost(IOException e) {
    return new InternalException(
        Reason.INTERNAL_ERROR, "A tail could not be written to scratch", "Report this", e);
  }
}
