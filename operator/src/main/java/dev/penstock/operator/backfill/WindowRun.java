package dev.penstock.operator.backfill;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.WindowSpec;
import dev.penstock.api.model.Wanted.Window;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Locale;
import java.util.Map;

/** The EtlRun of one window. */
final class WindowRun {
  private static final int NAME = 200;
  private static final int UID = 8;

  private WindowRun() {}

  static EtlRun desired(EtlRun backfill, Window window) {
    var pipeline = String.valueOf(backfill.getSpec().pipeline());
    var run = new EtlRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(backfill, window))
            .withNamespace(backfill.getMetadata().getNamespace())
            .withLabels(
                Map.of(
                    Marks.MANAGED_BY,
                    Marks.PENSTOCK,
                    Marks.PIPELINE,
                    pipeline,
                    Marks.BACKFILL,
                    backfill.getMetadata().getUid()))
            .withOwnerReferences(Owners.to(backfill))
            .build());
    run.setSpec(
        new EtlRunSpec(
            pipeline,
            RunTrigger.BACKFILL,
            null,
            new WindowSpec(window.start().toString(), window.end().toString()),
            null,
            null,
            null,
            null,
            backfill.getSpec().parameters()));
    return run;
  }

  /** {@return the name that belongs to this window of this backfill alone} */
  static String name(EtlRun backfill, Window window) {
    var metadata = backfill.getMetadata();
    var cut = metadata.getName().substring(0, Math.min(NAME, metadata.getName().length()));
    // As 20260101t050000z.
    var start = window.start().toString().replaceAll("[-:]", "").toLowerCase(Locale.ROOT);
    return "%s-%s-%s"
        .formatted(cut.replaceFirst("[-.]+$", ""), metadata.getUid().substring(0, UID), start);
  }
}
