package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.kubernetes.NamedContext;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A cluster that a person has. */
final class ContextOptions {
  @Option(
      names = "--context",
      required = true,
      paramLabel = "NAME",
      description =
          "a cluster that you have, by its context in your kubeconfig (level named, never taken"
              + " unasked)")
  private String context = "";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "where that context stands (default: KUBECONFIG, else ~/.kube/config)")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--address",
      paramLabel = "A",
      defaultValue = "127.0.0.1",
      converter = Own.class,
      description =
          "the IPv4 address of this machine on which databases and S3 store listen and which the"
              + " connections name; pods of that cluster must reach it. Whoever else reaches it"
              + " meets only random passwords (default: ${DEFAULT-VALUE}, for nodes that share"
              + " this machine's network)")
  private OwnAddress address = OwnAddress.LOOPBACK;

  NamedContext context() {
    return NamedContext.of(
        context,
        Optional.ofNullable(kubeconfig),
        address,
        System.getenv(),
        Path.of(System.getProperty("user.home")));
  }

  /** Refuses what this machine doesn't have. */
  static final class Own implements ITypeConverter<OwnAddress> {
    @Override
    public OwnAddress convert(String text) {
      try {
        return OwnAddress.here(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
