package dev.penstock.operator.metrics;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.util.List;

/** All pipelines and runs as this process sees them: what its informers' caches hold. */
public record Fleet(List<EtlPipeline> pipelines, List<EtlRun> runs) {
  public Fleet {
    pipelines = List.copyOf(pipelines);
    runs = List.copyOf(runs);
  }
}
