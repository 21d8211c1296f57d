package dev.penstock.sandbox.kubernetes.processnode;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The images that a node knows. Many threads use it. */
final class Programs {
  private final Map<String, Program> byImage = new ConcurrentHashMap<>();

  void add(Program program) {
    byImage.put(program.image(), program);
  }

  /** The words of an image's program; those that may hold a path of the pod have its place. */
  List<String> command(String image) throws NotYetException {
    var program = byImage.get(image);
    if (program == null) {
      throw new NotYetException(
          "ErrImageNeverPull",
          "Image %s stands for no program of this process node; it knows %s, or give a command"
              .formatted(image, new TreeSet<>(byImage.keySet())));
    }
    return program.command();
  }
}
