package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.Marks;
import java.util.Map;
import java.util.TreeMap;

/** The annotations of a pipeline's Jobs: what admission needs to know of a run. */
final class JobMarks {
  private JobMarks() {}

  static Map<String, String> of(Rendering rendering) {
    var marks = new TreeMap<String, String>();
    marks.put(Marks.CONNECTIONS, String.join(",", rendering.pipeline().connections()));
    marks.put(Marks.SPEC_HASH, rendering.pipeline().hash().hex());
    var priority = rendering.resource().getSpec().priority();
    if (priority != null && priority != 0) {
      marks.put(Marks.PRIORITY, priority.toString());
    }
    return marks;
  }
}
