package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.runner.report.Done;
import dev.penstock.runner.report.RunProgress;
import java.io.PrintWriter;

/** One JSON object on each line, for programs. */
final class ProgressEvents implements ProgressView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;

  ProgressEvents(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(RunProgress now) {
    var event =
        JSON.createObjectNode()
            .put("event", "progress")
            .put("phase", now.phase().toString())
            .put("millis", now.millis());
    var sources = event.putArray("sources");
    for (var source : now.sources()) {
      var item = sources.addObject().put("name", source.source());
      put(item, "read", source.read());
      source.estimate().ifPresent(estimate -> put(item, "estimate", estimate));
    }
    var targets = event.putArray("targets");
    for (var target : now.targets()) {
      var item = targets.addObject().put("name", target.target()).put("waves", target.waves());
      put(item, "sealed", target.sealed());
      put(item, "uploaded", target.uploaded());
      target.loaded().ifPresent(loaded -> put(item, "loaded", loaded));
    }
    out.println(event);
    out.flush();
  }

  private static void put(ObjectNode item, String name, Done done) {
    item.putObject(name).put("rows", done.rows()).put("bytes", done.bytes());
  }

  @Override
  public void end() {
    // Every line stands by itself.
  }
}
