import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Ends {@code mvn verify} with one line: how many tests on a real API server or node did not run,
 * and why.
 *
 * <p>Reads the reports of failsafe in every module. A level that a machine can not give (no root,
 * no Go) makes JUnit skip tests with a reason; a build that only says SUCCESS would hide that.
 * Writes the same line to {@code target/tests-that-did-not-run.txt}, which {@code .ci/run} reads.
 */
final class TestsThatDidNotRun {
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    long ran = 0;
    Map<String, Integer> reasons = new TreeMap<>();
    for (Path report : reports(home)) {
      var document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
      var cases = document.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        var skipped = ((Element) cases.item(i)).getElementsByTagName("skipped");
        if (skipped.getLength() == 0) {
          ran++;
        } else {
          reasons.merge(reason((Element) skipped.item(0)), 1, Integer::sum);
        }
      }
    }
    for (String silent : classesWithoutACase(home)) {
      reasons.merge("no test case of " + silent + " was reported", 1, Integer::sum);
    }
    int left = reasons.values().stream().mapToInt(Integer::intValue).sum();
    var line =
        new StringBuilder("Tests on real parts: %d ran, %d did not run".formatted(ran, left));
    reasons.forEach((why, count) -> line.append("; ").append(count).append(": ").append(why));
    Files.createDirectories(home.resolve("target"));
    Files.writeString(home.resolve("target/tests-that-did-not-run.txt"), line + "\n");
    System.out.println(line);
  }

  private static List<Path> reports(Path home) throws IOException {
    try (var tree = Files.walk(home, 5)) {
      return tree.filter(file -> file.getParent().endsWith("failsafe-reports"))
          .filter(file -> file.getFileName().toString().matches("TEST-.*[.]xml"))
          .sorted()
          .toList();
    }
  }

  /** A class that gives up as a whole leaves no trace in a report: it is found by its source. */
  private static List<String> classesWithoutACase(Path home) throws IOException {
    try (var tree = Files.walk(home)) {
      return tree.filter(file -> file.toString().matches(".*/src/test/java/.*(IT|E2E)[.]java"))
          .filter(file -> !reported(file))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .sorted()
          .toList();
    }
  }

  private static boolean reported(Path source) {
    String text = source.toString();
    int at = text.indexOf("/src/test/java/");
    String name = text.substring(at + 15, text.length() - 5).replace('/', '.');
    Path report = Path.of(text.substring(0, at), "target/failsafe-reports/TEST-" + name + ".xml");
    try {
      return Files.exists(report) && Files.readString(report).contains("<testcase");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(Element skipped) {
    String message = skipped.getAttribute("message");
    return message.isBlank() ? "no reason given" : message.replace("Assumption failed: ", "");
  }
}
