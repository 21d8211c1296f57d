package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.image.Image;
import dev.penstock.sandbox.kubernetes.image.Images;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The product's two images as files in a folder of the user's choice, to be loaded anywhere. */
public record ImageArchives(Product product, Path cache, PrintStream out) {

  /**
   * Writes them and says how to load them. A file of the same name is replaced: its name is a hash
   * of what is inside.
   *
   * @param folder made if it is missing
   */
  public void write(Path folder) throws IOException, InterruptedException {
    Images images = new Images(cache, line -> out.println("penstock: " + line));
    List<Image> made =
        List.of(
            images.operator(product.operatorJars()),
            images.runner(product.runnerJars(), new RunnerTraining(product)));
    Files.createDirectories(folder);
    List<Image> written = new ArrayList<>();
    for (Image image : made) {
      Path file = folder.resolve(image.tar().getFileName());
      // The draft has another name, so that nobody loads half an image.
      Path draft = file.resolveSibling(file.getFileName() + ".part");
      try {
        Files.copy(image.tar(), draft, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
      written.add(new Image(image.reference(), file));
      out.printf("%s  %s  %d MB%n", image.reference(), file, Files.size(file) / 1_000_000);
    }
    out.printf(
        "%nThey are for linux on this machine's architecture. Load both by one of these:%n%n");
    out.print(new LoadCommands(written).text());
    out.flush();
  }
}
