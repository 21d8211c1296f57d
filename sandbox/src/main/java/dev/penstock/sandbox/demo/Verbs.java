package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Our own verbs against a cluster, as the launcher starts them.
 *
 * @param kubeconfigs the value of KUBECONFIG
 */
record Verbs(Product product, String kubeconfigs) {
  /** Shows the command and what it prints, right or wrong. */
  void show(PrintStream out, String... words) throws InterruptedException {
    out.printf("%n$ ./penstock %s%n", String.join(" ", words));
    try {
      out.println(run(words).strip());
    } catch (IOException e) {
      out.println(e.getMessage());
    }
    out.flush();
  }

  private String run(String... words) throws IOException, InterruptedException {
    return Command.of(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .and("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
        .and("-cp", product.cliFolder().resolve("*").toString(), "dev.penstock.cli.Main")
        .and(words)
        .with("KUBECONFIG", kubeconfigs)
        .run();
  }
}
