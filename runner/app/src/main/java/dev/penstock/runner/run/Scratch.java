package dev.penstock.runner.run;

import dev.penstock.api.validation.Quantity;
import dev.penstock.runner.engine.EngineSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of scratch a run may count on. */
final class Scratch {
  private Scratch() {}

  /** {@return what the engine may use, on what the spec asks for and the disk has} */
  static EngineSettings settings(Request request) {
    var settings =
        request.memoryBytes().isPresent()
            ? EngineSettings.of(request.memoryBytes().getAsLong(), request.scratch())
            : EngineSettings.ofContainer(request.scratch());
    long asked =
        Quantity.parse(request.pipeline().pod().scratchSize())
            .map(BigDecimal::longValue)
            .orElse(Long.MAX_VALUE);
    return settings.onScratchOf(Math.min(asked, free(request.scratch())));
  }

  private static long free(Path scratch) {
    try {
      return Files.getFileStore(scratch).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
