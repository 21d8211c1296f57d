package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class TerminalPictureTest {
  @Test
  void aKnownTextMakesAKnownPicture() {
    String svg =
        new TerminalPicture("Rows & keys", List.of("$ get <all>", "NAME   ROWS", "größe     2"))
            .svg();

    assertThat(svg)
        .isEqualTo(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="118" height="86" viewBox="0 0 118 86" role="img">
            <title>Rows &amp; keys</title>
            <style>
            text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328}
            .typed{font-weight:700}
            rect{fill:#f6f8fa;stroke:#d0d7de}
            @media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#161b22;stroke:#30363d}}
            </style>
            <rect x="0.5" y="0.5" width="117" height="85" rx="6"/>
            <text x="16.0" y="29" textLength="85.8" class="typed">$ get &lt;all&gt;</text>
            <text x="16.0" y="47" textLength="31.2">NAME</text>
            <text x="70.6" y="47" textLength="31.2">ROWS</text>
            <text x="16.0" y="65" textLength="39.0">größe</text>
            <text x="94.0" y="65" textLength="7.8">2</text>
            </svg>
            """);
  }

  @Test
  void aLongLineIsWrappedAsATerminalDoesAndControlCharactersAreBlanks() {
    var picture = new TerminalPicture("long", List.of("x".repeat(140) + "\u001b[0m", "a\tb"));

    assertThat(picture.lines()).containsExactly("x".repeat(132), "x".repeat(8) + " [0m", "a b");
  }

  @Test
  void itIsWellFormed() throws Exception {
    byte[] svg =
        new TerminalPicture("<>", List.of("\"a\" & 'b' ]]>", "", "  indented"))
            .svg()
            .getBytes(StandardCharsets.UTF_8);

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    assertThat(document.getElementsByTagName("text").getLength()).isEqualTo(2);
    assertThat(document.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("\"a\" & 'b' ]]>");
  }

  @Test
  void nothingIsNoPicture() {
    assertThatThrownBy(() -> new TerminalPicture("empty", List.of()))
        .hasMessage("A picture of no line: empty");
  }
}
