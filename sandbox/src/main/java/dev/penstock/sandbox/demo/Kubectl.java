package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real kubectl, as a person would call it.
 *
 * @param kubeconfigs the value of KUBECONFIG
 */
public record Kubectl(Path program, String kubeconfigs) {
  public String run(String... words) throws IOException, InterruptedException {
    return Command.of(program.toString()).with("KUBECONFIG", kubeconfigs).and(words).run();
  }

  /** Shows the command and what it prints, right or wrong. */
  public void show(PrintStream out, String... words) throws InterruptedException {
    out.printf("%n$ kubectl %s%n", String.join(" ", words));
    try {
      out.println(run(words).strip());
    } catch (IOException e) {
      out.println(e.getMessage());
    }
    out.flush();
  }

  /** The same from the first line on that begins so, as sed cuts it. */
  void showFrom(String begin, PrintStream out, String... words) throws InterruptedException {
    out.printf("%n$ kubectl %s | sed -n '/^%s/,$p'%n", String.join(" ", words), begin);
    try {
      String all = run(words).strip();
      int from = ("\n" + all).indexOf("\n" + begin);
      out.println(from < 0 ? all : all.substring(from));
    } catch (IOException e) {
      out.println(e.getMessage());
    }
    out.flush();
  }

  /** Applies, or with another verb creates, a manifest that is not in a file. */
  public String with(String verb, String namespace, String manifest)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("penstock", ".yaml");
    try {
      Files.writeString(file, manifest);
      return run("-n", namespace, verb, "-f", file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
