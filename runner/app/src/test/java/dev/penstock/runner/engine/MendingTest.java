package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MendingTest {
  private static final long SEED = 20260301;
  private static final byte[] INSTEAD = "\ufffd".getBytes(StandardCharsets.UTF_8);

  /** The examples of the Unicode Standard, section 3.9, tables 3-8 to 3-11; FFFD for a sign. */
  @ParameterizedTest
  @CsvSource({
    "C0AFE080BFF08182 41, FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD 41",
    "EDA080EDBFBFEDAF 41, FFFD FFFD FFFD FFFD FFFD FFFD FFFD FFFD 41",
    "F4919293FF4180BF 42, FFFD FFFD FFFD FFFD FFFD 41 FFFD FFFD 42",
    "E180E2F09192F1BF 41, FFFD FFFD FFFD FFFD 41"
  })
  void maximalSubpartsAreReplacedAsTheStandardShows(String bytes, String expected) {
    var out = new ByteArrayOutputStream();
    for (var part : expected.split(" ")) {
      out.writeBytes(part.equals("FFFD") ? INSTEAD : HexFormat.of().parseHex(part));
    }
    assertThat(Mending.replaced(HexFormat.of().parseHex(bytes.replace(" ", ""))))
        .isEqualTo(out.toByteArray());
  }

  /** How many bytes at a place are a character; negative: as many that only begin one. */
  private static int at(byte[] text, int at) {
    int first = text[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0) {
      return -1;
    }
    for (int i = 1; i < length; i++) {
      int low = 0x80;
      int high = 0xBF;
      if (i == 1) {
        low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : low;
        high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : high;
      }
      if (at + i >= text.length || (text[at + i] & 0xFF) < low || (text[at + i] & 0xFF) > high) {
        return -i;
      }
    }
    return length;
  }

  /** By table 3-7 of the standard: nothing of it is how the engine's side decodes. */
  private static byte[] oracle(byte[] text) {
    var out = new ByteArrayOutputStream();
    for (int at = 0; at < text.length; ) {
      int length = at(text, at);
      if (length > 0) {
        out.write(text, at, length);
      } else {
        out.writeBytes(INSTEAD);
      }
      at += Math.abs(length);
    }
    return out.toByteArray();
  }

  private static byte[] text(Random random) {
    byte[] ends = {
      0x41,
      (byte) 0x80,
      (byte) 0xBF,
      (byte) 0xC2,
      (byte) 0xE0,
      (byte) 0xED,
      (byte) 0xF0,
      (byte) 0xF4,
      (byte) 0x90,
      (byte) 0x9F,
      (byte) 0xA0,
      (byte) 0xFF
    };
    byte[] text = new byte[random.nextInt(12)];
    random.nextBytes(text);
    for (int i = 0; i < text.length; i++) {
      if (random.nextInt(3) > 0) {
        text[i] = ends[random.nextInt(ends.length)];
      }
    }
    return random.nextInt(4) == 0 ? "grün €".getBytes(StandardCharsets.UTF_8) : text;
  }

  @Test
  void randomBytesAreMendedAndCounted() {
    var random = new Random(SEED);
    for (int batch = 0; batch < 50; batch++) {
      List<byte[]> texts = new ArrayList<>();
      var vector = new Vector.OfBytes();
      long wrong = 0;
      for (int row = 0; row < Batch.ROWS; row++) {
        var text = row % 9 == 0 ? null : text(random);
        texts.add(text);
        if (text == null) {
          vector.setNull(row);
        } else {
          vector.put(row, text);
          wrong += java.util.Arrays.equals(oracle(text), text) ? 0 : 1;
        }
      }
      var replacing = new Mending(true);
      var mended = (Vector.OfBytes) replacing.mend(vector, Batch.ROWS);
      var nulling = new Mending(false);
      var nulled = (Vector.OfBytes) nulling.mend(vector, Batch.ROWS);
      for (int row = 0; row < Batch.ROWS; row++) {
        var text = texts.get(row);
        assertThat(mended.isNull(row)).isEqualTo(text == null);
        if (text != null) {
          assertThat(mended.copy(row)).isEqualTo(oracle(text));
          boolean good = java.util.Arrays.equals(oracle(text), text);
          assertThat(nulled.isNull(row)).isEqualTo(!good);
          if (good) {
            assertThat(nulled.copy(row)).isEqualTo(text);
          }
        }
      }
      assertThat(replacing.mended().sum()).isEqualTo(wrong).isPositive();
      assertThat(nulling.mended().sum()).isEqualTo(wrong);
    }
  }

  @Test
  void halvesOfACharacterInTwoRowsAreTwoWrongTexts() {
    var vector = new Vector.OfBytes();
    vector.put(0, new byte[] {(byte) 0xC3});
    vector.put(1, new byte[] {(byte) 0xA9});
    var mending = new Mending(true);
    var mended = (Vector.OfBytes) mending.mend(vector, 2);
    assertThat(mended.copy(0)).isEqualTo(INSTEAD);
    assertThat(mended.copy(1)).isEqualTo(INSTEAD);
    assertThat(mending.mended().sum()).isEqualTo(2);
  }

  @Test
  void whatIsRightIsNotCopied() {
    var vector = new Vector.OfBytes();
    vector.put(0, "grün".getBytes(StandardCharsets.UTF_8));
    assertThat(new Mending(true).mend(vector, 1)).isSameAs(vector);
  }
}
