package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.ImageArchives;
import dev.penstock.sandbox.demo.Product;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code images --output DIR}. */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the images of operator and runner as docker-archives, made of this checkout's jars,"
          + " the JDK that runs this and this machine's C library; no Docker, registry or network"
          + " is asked. Prints how to load them into kind, minikube, k3d, Docker, containerd or a"
          + " registry.",
      "Exit codes: 0 written, 75 this machine can't make them, 70 a defect."
    })
final class ImagesVerb implements Callable<Integer> {
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "the folder, which is made if it is missing; takes about 200 MB")
  private Path output = Path.of(".");

  @Override
  public Integer call() throws Exception {
    SandboxHome home = SandboxHome.current();
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new NotNowException(
          "images hold this machine's Java and C library, so they are made on Linux only");
    }
    new ImageArchives(new Product(home.checkout()), SandboxHome.userCache(), System.out)
        .write(output.toAbsolutePath().normalize());
    return 0;
  }
}
