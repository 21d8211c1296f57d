package dev.penstock.runner.commit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the attempts of runs have printed, beside the commit log as {@code
 * logs/<run>/<begun>-<attempt>.log}. Nobody decides anything by it, so they may be deleted.
 */
public final class KeptLogs {
  private static final DateTimeFormatter BEGUN =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSX").withZone(ZoneOffset.UTC);
  private static final int BEGUN_LENGTH = "20260301T101500.000Z".length();
  private static final String END = ".log";

  /** More attempts than a Job makes; of a run that a person repeats by hand the oldest ones. */
  private static final int MOST = 100;

  private final Bucket bucket;
  private final String root;

  /**
   * @param root key prefix of the pipeline, without a slash at its end
   */
  public KeptLogs(Bucket bucket, String root) {
    this.bucket = bucket;
    this.root = root;
  }

  /**
   * One that is kept.
   *
   * @param key in the bucket
   * @param begun when the attempt began, by its clock, to the millisecond
   */
  public record Kept(String key, String attempt, Instant begun) {}

  /** Keeps the log of an attempt; keeping it again replaces it. */
  public void keep(String run, String attempt, Instant begun, byte[] text) {
    bucket.put(
        folder(run) + BEGUN.format(begun.truncatedTo(ChronoUnit.MILLIS)) + "-" + attempt + END,
        text);
  }

  /** {@return where the logs of a run lie, as people write it} */
  public String location(String run) {
    return bucket.name() + "/" + folder(run);
  }

  /** {@return those of a run, the first attempt first; none: nothing was kept} */
  public List<Kept> of(String run) {
    var folder = folder(run);
    return bucket.list(folder, folder, MOST).stream()
        .filter(key -> key.substring(folder.length()).matches("\\d{8}T\\d{6}\\.\\d{3}Z-.+\\" + END))
        .map(key -> kept(key, key.substring(folder.length())))
        .toList();
  }

  private static Kept kept(String key, String name) {
    return new Kept(
        key,
        name.substring(BEGUN_LENGTH + 1, name.length() - END.length()),
        BEGUN.parse(name.substring(0, BEGUN_LENGTH), Instant::from));
  }

  /** {@return what it says in UTF-8; empty: it was deleted meanwhile} */
  public byte[] text(Kept kept) {
    return bucket.read(kept.key()).orElseGet(() -> new byte[0]);
  }

  private String folder(String run) {
    return "%s/logs/%s/".formatted(root, run);
  }
}
