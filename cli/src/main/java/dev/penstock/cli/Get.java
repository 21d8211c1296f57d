package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import dev.penstock.cli.table.Cells;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints pipelines and their runs as they stand on the resources. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Pipelines and their runs, as they stand on the resources.")
final class Get implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final Printing printing = new Printing();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only the pipeline of that name and its runs, or the run of that name.")
  private @Nullable String name;

  Get(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (var space = where.open(shell.connector())) {
      var pipelines = resources(space.pipelines().stream().map(SeenPipeline::resource));
      var runs = resources(runs(space));
      if (name != null && pipelines.isEmpty() && runs.isEmpty()) {
        throw new Refusal(
            Exit.NOT_FOUND,
            "Namespace %s has neither a pipeline nor a run %s.".formatted(space.name(), name),
            "`%s` lists both.".formatted(where.command("get")));
      }
      command.commandLine().getOut().println(text(pipelines, runs));
      return Exit.DONE.code();
    }
  }

  private Stream<GenericKubernetesResource> runs(Namespace space) {
    return space.runs().stream().sorted(Comparator.comparing(SeenRun::name)).map(SeenRun::resource);
  }

  private List<GenericKubernetesResource> resources(Stream<GenericKubernetesResource> all) {
    return all.filter(item -> name == null || concerns(item, name)).toList();
  }

  private static boolean concerns(GenericKubernetesResource item, String name) {
    return name.equals(item.getMetadata().getName())
        || ("EtlRun".equals(item.getKind()) && SeenRun.of(item).isOf(name));
  }

  private String text(
      List<GenericKubernetesResource> pipelines, List<GenericKubernetesResource> runs) {
    var cells = new Cells(shell.clock());
    return printing.text(
        Stream.concat(pipelines.stream(), runs.stream()).toList(),
        wide ->
            "%s%n%n%s"
                .formatted(
                    Column.table(new PipelineColumns(cells).all(), pipelines, wide),
                    Column.table(new RunColumns(cells).all(), runs, wide)));
  }
}
