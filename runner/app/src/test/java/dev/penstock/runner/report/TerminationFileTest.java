package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.Rejects;
import dev.penstock.api.TargetResult;
import dev.penstock.api.runner.TerminationMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationFileTest {
  private static TerminationMessage message(String text, List<TargetResult> targets) {
    return new TerminationMessage("LoadRefused", text, text, "0123456789abcdef", 7L, targets, 12L);
  }

  private static TerminationMessage fitted(TerminationMessage message) throws Exception {
    var json = TerminationFile.fit(message);
    assertThat(json.length).isLessThanOrEqualTo(TerminationFile.BYTES);
    return new ObjectMapper().readValue(json, TerminationMessage.class);
  }

  @Test
  void aShortMessageIsLeftAsItIs(@TempDir Path directory) throws Exception {
    var message = message("Table sales.orders lacks a column", List.of());
    var file = directory.resolve("log");
    TerminationFile.write(file, message);
    assertThat(new ObjectMapper().readValue(Files.readAllBytes(file), TerminationMessage.class))
        .isEqualTo(message);
  }

  @Test
  void aLongSentenceIsCutAndReasonAndNumberStay() throws Exception {
    var rejects = new Rejects(3L, 4L, 5L, 6L);
    var fitted = fitted(message("ä\"".repeat(4000), List.of()).withRejects(rejects));
    assertThat(fitted.rejects()).isEqualTo(rejects);
    assertThat(fitted.reason()).isEqualTo("LoadRefused");
    assertThat(fitted.commit()).isEqualTo(7L);
    assertThat(fitted.message()).endsWith("...");
  }

  @Test
  void tooManyTargetsAreLeftOut() throws Exception {
    var target = new TargetResult("t".repeat(60), 1L, 1L, 1L, 1L);
    var fitted = fitted(message("short", Collections.nCopies(100, target)));
    assertThat(fitted.targets()).isNull();
    assertThat(fitted.message()).isEqualTo("short");
  }

  @Test
  void aFileThatCanNotBeWrittenIsNoFailure(@TempDir Path directory) {
    TerminationFile.write(directory.resolve("no/such/directory"), message("x", List.of()));
    assertThat(directory).isEmptyDirectory();
  }
}
