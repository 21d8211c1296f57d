package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * How much of Kubernetes a person asks for, or which cluster; nothing said is the most that the
 * machine carries.
 */
final class LevelOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Demanded demanded;

  /** One of the three ways to say it. */
  static final class Demanded {
    @Option(
        names = "--level",
        paramLabel = "LEVEL",
        converter = Word.class,
        description =
            "how much of Kubernetes: node, process (pods are local processes) or none; one that"
                + " this machine does not carry is an error, never replaced by a lower one"
                + " (default: the highest it carries, see ./penstock doctor)")
    private @Nullable ClusterLevel level;

    @Option(names = "--no-cluster", description = "the same as --level none")
    private boolean noCluster;

    @ArgGroup(exclusive = false)
    private @Nullable ContextOptions context;
  }

  /**
   * The level and why.
   *
   * @throws NotNowException when the machine does not carry what is demanded
   */
  LevelChoice choice() {
    Machine machine = Machine.inspect();
    if (demanded == null) {
      return LevelChoice.of(machine);
    }
    ClusterLevel level = demanded.level;
    ContextOptions context = demanded.context;
    try {
      if (context != null) {
        return LevelChoice.named(context.context(), machine);
      }
      return LevelChoice.demanded(level == null ? ClusterLevel.NONE : level, machine);
    } catch (LevelChoice.UnreachableLevelException e) {
      throw new NotNowException(e.getMessage() + "; `./penstock doctor` says what to install", e);
    }
  }

  /** From the word of a level. */
  static final class Word implements ITypeConverter<ClusterLevel> {
    @Override
    public ClusterLevel convert(String word) {
      return ClusterLevel.named(word)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is no level; there are %s"
                      .formatted(
                          word,
                          ClusterLevel.choices().stream()
                              .map(ClusterLevel::word)
                              .collect(Collectors.joining(", ")))));
    }
  }
}
