package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HarmlessTest {
  private final StringWriter out = new StringWriter();
  private final PrintWriter harmless = new PrintWriter(new Harmless(out), true);

  @Test
  void whatWouldSteerATerminalIsShown() {
    harmless.print("a\u001b[2Jb\rc\u0007d\u007fe\u009bf\u202eg");
    harmless.print('\u0000');
    harmless.flush();

    assertThat(out.toString()).isEqualTo("a␛[2Jb␍c␇d␡e�f�g␀");
  }

  @Test
  void textOfAllTonguesLineBreaksAndTabsStay() {
    harmless.print("Müller\t北京 \uD83D\uDE80\nשלום\n");
    harmless.flush();

    assertThat(out.toString()).isEqualTo("Müller\t北京 \uD83D\uDE80\nשלום\n");
  }
}
