package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** One JSON object on each line, for programs. */
final class ProgressEvents implements ProgressView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final LongSupplier nanos;
  private final long start;

  ProgressEvents(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public void show(Snapshot now) {
    out.println(event(now, (nanos.getAsLong() - start) / 1_000_000));
    out.flush();
  }

  static ObjectNode event(Snapshot now, long elapsedMillis) {
    var event =
        JSON.createObjectNode()
            .put("event", "progress")
            .put("elapsedMillis", elapsedMillis)
            .put("phase", now.phase());
    var sources = event.putArray("sources");
    for (var source : now.sources()) {
      var item =
          sources
              .addObject()
              .put("name", source.source())
              .put("rows", source.rows())
              .put("bytes", source.bytes());
      source.expectedRows().ifPresent(rows -> item.put("expectedRows", rows));
    }
    var targets = event.putArray("targets");
    for (var target : now.targets()) {
      var item =
          targets
              .addObject()
              .put("name", target.target())
              .put("sealedRows", target.sealedRows())
              .put("sealedBytes", target.sealedBytes())
              .put("uploadedBytes", target.uploadedBytes());
      target.copiedRows().ifPresent(rows -> item.put("copiedRows", rows));
    }
    return event;
  }

  @Override
  public void end() {
    // Every line stands by itself.
  }
}
