package dev.penstock.sandbox.kubernetes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LearnableJarTest {
  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void makeFolder() throws Exception {
    out = Files.createDirectory(folder.resolve("out"));
  }

  @Test
  void classesOfBeforeJava6AreMadeNewerAndPassTheVerifierOfToday() throws Exception {
    var old =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertThat(LearnableJar.is(old)).isFalse();

    LearnableJar.make(old, out);

    var made = out.resolve(old.getFileName());
    assertThat(LearnableJar.is(made)).isTrue();
    try (var loader =
        new URLClassLoader(
            new URL[] {made.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (var name : classes(made)) {
        assertThatCode(() -> Class.forName(name, true, loader)).as(name).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void aSignatureIsLeftOutAndNothingElse() throws Exception {
    var signed = folder.resolve("signed.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(signed))) {
      for (var name : List.of("META-INF/MANIFEST.MF", "META-INF/A.SF", "META-INF/A.RSA", "a.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    assertThat(LearnableJar.is(signed)).isFalse();

    LearnableJar.make(signed, out);

    try (var zip = new ZipFile(out.resolve("signed.jar").toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "a.txt");
      assertThat(zip.getInputStream(zip.getEntry("a.txt"))).hasContent("a.txt");
    }
  }

  private static List<String> classes(Path jar) throws Exception {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }
  }
}
