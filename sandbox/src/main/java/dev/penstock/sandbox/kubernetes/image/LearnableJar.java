package dev.penstock.sandbox.kubernetes.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Jars of which an {@link AotCache} can learn everything. The JVM keeps out of it the classes of
 * signed jars, and those compiled for a Java before 6, whose verification it can't store. An image
 * is known by its hash, so the signature inside is nobody's proof.
 */
final class LearnableJar {
  private static final int JAVA_6 = 50;

  private LearnableJar() {}

  /** {@return whether a jar is one as it is} */
  static boolean is(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().toList()) {
        if (isSignature(entry) || (isClass(entry) && isOld(start(zip, entry)))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Makes one of a jar, with its name, in a folder. */
  static void make(Path jar, Path folder) throws IOException {
    var made = folder.resolve(jar.getFileName());
    try (var in = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(made))) {
      for (var entry : in.stream().filter(entry -> !isSignature(entry)).toList()) {
        var content = content(in, entry);
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(isClass(entry) && isOld(content) ? newer(content, in) : content);
        out.closeEntry();
      }
    }
  }

  private static boolean isSignature(ZipEntry entry) {
    return entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
  }

  /** The major version stands in the seventh and eighth byte. */
  private static boolean isOld(byte[] content) {
    return (content[6] << 8 | content[7]) < JAVA_6;
  }

  /** The same code with the stack maps that the newer format asks for. */
  private static byte[] newer(byte[] content, ZipFile jar) {
    var known =
        ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> stream(jar, type))
            .orElse(ClassHierarchyResolver.defaultResolver());
    var format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(known));
    var version =
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
              } else {
                builder.with(element);
              }
            });
    try {
      return format.transformClass(format.parse(content), version);
    } catch (IllegalArgumentException e) {
      // It speaks of a class that is not here; then it is not learnt, and runs as before.
      return content;
    }
  }

  private static @Nullable InputStream stream(ZipFile jar, ClassDesc type) {
    var descriptor = type.descriptorString();
    var entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] start(ZipFile jar, ZipEntry entry) throws IOException {
    try (var content = jar.getInputStream(entry)) {
      return content.readNBytes(8);
    }
  }

  private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
    try (var content = jar.getInputStream(entry)) {
      return content.readAllBytes();
    }
  }
}
