package dev.penstock.runner.cli;

import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.target.s3.S3Bucket;
import java.util.List;

/**
 * What every run needs and no manifest decides, made ready while the manifests are read: together
 * they take about as long as all else before the first row.
 */
final class Ahead {
  private Ahead() {}

  /**
   * Begins, and waits for nothing. What fails here fails again where it is used, and is told there.
   */
  static void start() {
    for (Runnable part : List.<Runnable>of(DuckDbEngine::load, S3Bucket::load, Manifests::load)) {
      Thread.ofPlatform()
          .daemon()
          .name("ahead")
          .uncaughtExceptionHandler((thread, untold) -> {})
          .start(part);
    }
  }
}
