package dev.penstock.sandbox.kubernetes.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's files in a folder of this machine, where its program runs without a container.
 *
 * @param root the folder that was / in the image
 * @param command the words that start the program there, to which its arguments are added
 */
public record UnpackedImage(Path root, List<String> command) {
  /** Where an option or one of several paths begins with a folder of ours. */
  private static final Pattern OURS = Pattern.compile("(?<=^|[=:])/(?=(opt|app|scratch)(/|$))");

  public UnpackedImage {
    command = List.copyOf(command);
  }

  /**
   * Unpacks a docker-archive.
   *
   * @param folder an empty one, which holds archive and files afterwards
   */
  public static UnpackedImage of(Path archive, Path folder)
      throws IOException, InterruptedException {
    var parts = Files.createDirectories(folder.resolve("archive"));
    var root = Files.createDirectories(folder.resolve("root"));
    untar(archive, parts);
    var json = new ObjectMapper();
    var manifest = json.readTree(parts.resolve("manifest.json").toFile()).path(0);
    for (JsonNode layer : manifest.path("Layers")) {
      untar(parts.resolve(layer.asText()), root);
    }
    var config = json.readTree(parts.resolve(manifest.path("Config").asText()).toFile());
    var command = new ArrayList<String>();
    for (JsonNode word : config.path("config").path("Entrypoint")) {
      command.add(
          OURS.matcher(word.asText()).replaceAll(Matcher.quoteReplacement(root.toString() + "/")));
    }
    return new UnpackedImage(root, command);
  }

  private static void untar(Path archive, Path folder) throws IOException, InterruptedException {
    // It finds out by itself whether the archive is compressed.
    Command.of("tar", "-xf", archive.toString(), "-C", folder.toString())
        .within(Duration.ofMinutes(5))
        .run();
  }
}
