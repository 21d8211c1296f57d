package dev.penstock.sandbox.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Argo CD. Its go.mod replaces modules, which only a main module may do, so the module to build it
 * from is its own go.mod under another name, made out of the module cache at build time. One part,
 * the engine, has no source in the published module: it comes from its own module at the revision
 * below, which is not byte for byte the one inside the shipped image (docs/decisions/0030).
 */
record ArgoCdModule() implements ToolSource {
  static final String MODULE = "github.com/argoproj/argo-cd/v3";
  static final String VERSION = "v3.5.7";
  static final String ENGINE = "github.com/argoproj/argo-cd/gitops-engine";
  static final String ENGINE_VERSION = "v0.0.0-20260914071520-c9c369efcc5b";

  /** Lines for go.sum: what is downloaded is what was tested. */
  private static final String SUMS =
      """
      %1$s %2$s h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=
      %1$s %2$s/go.mod h1:hDRl3/J3BUWTpjK/bSxKVfbkIm0vnb1PP3rKP+0p3fw=
      %3$s %4$s h1:0tKOg3Fxd5cqVemntg63MqCjk7wqVV32vbVGWOGyhR8=
      %3$s %4$s/go.mod h1:RsOM4gdM/lsvAfIuzAhYrnHDTLA1AGooZRzVyxbVT3A=
      """
          .formatted(MODULE, VERSION, ENGINE, ENGINE_VERSION);

  /** Runs git for the repo-server, and must be on its PATH. */
  static final String WRAPPER = "git-verify-wrapper.sh";

  /** CustomResourceDefinitions, and the ConfigMaps and the Secret of an installation. */
  private static final List<String> MANIFESTS = List.of("manifests/crds", "manifests/base/config");

  private static final Duration DOWNLOAD = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "argocd";
  }

  @Override
  public String key(String goVersion) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var recipe = String.join("\0", goVersion, SUMS, "1");
      var hash = digest.digest(recipe.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, String> programs() {
    return Map.of("argocd", MODULE + "/cmd");
  }

  @Override
  public String linkFlags(String path) {
    return "-s -w -X %s/common.version=%s".formatted(MODULE, VERSION.substring(1));
  }

  @Override
  public String buildFlags() {
    // Argo CD's own go.mod asks for another engine: go has to bring it into order.
    return "-mod=mod";
  }

  @Override
  public void unpack(Path folder) throws IOException, InterruptedException {
    var published = download(Files.createDirectories(folder));
    for (var file : List.of("go.mod", "go.sum")) {
      // Files of the module cache are read-only, a copy must not be.
      Files.writeString(folder.resolve(file), Files.readString(published.resolve(file)));
    }
    Files.writeString(folder.resolve("go.sum"), SUMS, StandardOpenOption.APPEND);
    Command.of("go", "mod", "edit", "-module", "penstock.dev/argocd")
        .and("-require", MODULE + "@" + VERSION)
        .and("-replace", ENGINE + "=" + ENGINE + "@" + ENGINE_VERSION)
        .in(folder)
        .run();
    Files.writeString(
        folder.resolve("tools.go"),
        "//go:build tools\n\npackage argocd\n\nimport _ \"%s/cmd\"\n".formatted(MODULE));
    setAside(published, folder.resolve("kept"));
  }

  @Override
  public void keep(Path unpacked, Path results) throws IOException {
    var kept = unpacked.resolve("kept");
    try (Stream<Path> files = Files.walk(kept)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = results.resolve(kept.relativize(file));
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        Files.move(file, target);
      }
    }
  }

  /** Where the module cache holds the published module. */
  private static Path download(Path folder) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("go.mod"), "module penstock.dev/argocd\n");
    Files.writeString(folder.resolve("go.sum"), SUMS);
    var said =
        Command.of("go", "mod", "download", "-json", MODULE + "@" + VERSION)
            .in(folder)
            .within(DOWNLOAD)
            .run();
    var answer = JSON.readTree(said.substring(said.indexOf('{'), said.lastIndexOf('}') + 1));
    return Path.of(answer.path("Dir").asText());
  }

  private static void setAside(Path published, Path kept) throws IOException {
    for (var manifests : MANIFESTS) {
      var target = Files.createDirectories(kept.resolve(manifests));
      try (var files = Files.newDirectoryStream(published.resolve(manifests), "*.yaml")) {
        for (var file : files) {
          var name = file.getFileName().toString();
          if (!name.equals("kustomization.yaml")) {
            Files.writeString(target.resolve(name), Files.readString(file));
          }
        }
      }
    }
    var wrapper = Files.createDirectories(kept.resolve("bin")).resolve(WRAPPER);
    Files.writeString(
        wrapper,
        Files.readString(published.resolve("hack").resolve(WRAPPER)),
        StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
