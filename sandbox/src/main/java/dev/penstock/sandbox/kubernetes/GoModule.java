package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the Go modules under src/main/go, read from the class path. Its {@code tool} lines say
 * what is built from it, its {@code require} lines say which version that is.
 */
record GoModule(String name, SortedMap<String, String> files) implements ToolSource {
  private static final String PROMETHEUS = "prometheus";
  private static final Pattern TOOL_BLOCK = Pattern.compile("(?s)\\ntool \\((.*?)\\)");
  private static final Pattern TOOL_LINE = Pattern.compile("(?m)^tool (\\S+)$");
  private static final Pattern VERSION_SUFFIX = Pattern.compile("/v\\d+$");

  /** The control plane, the node's agent and the client. */
  static GoModule kubernetes() {
    return read("kubernetes", "go.mod", "go.sum");
  }

  /** Helm, whose dependencies are newer than those of Kubernetes: hence a module of its own. */
  static GoModule helm() {
    return read("helm", "go.mod", "go.sum");
  }

  /** kustomize, with which Argo CD renders the folders of an environment. */
  static GoModule kustomize() {
    return read("kustomize", "go.mod", "go.sum");
  }

  /** Prometheus, and promtool, which tests its rules. */
  static GoModule prometheus() {
    return read(PROMETHEUS, "go.mod", "go.sum");
  }

  /** The program of the container that holds a pod's namespaces. */
  static GoModule pause() {
    return read("pause", "go.mod", "main.go");
  }

  @Override
  public Map<String, String> programs() {
    var programs = new TreeMap<String, String>();
    var block = TOOL_BLOCK.matcher(goMod());
    var inBlock = block.find() ? block.group(1).lines().map(String::strip) : Stream.<String>empty();
    var single = TOOL_LINE.matcher(goMod()).results().map(match -> match.group(1));
    Stream.concat(inBlock, single)
        .filter(path -> !path.isEmpty() && !path.startsWith("("))
        .forEach(path -> programs.put(program(path), path));
    return programs;
  }

  @Override
  public String key(String goVersion) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      Stream.concat(
              Stream.of(goVersion),
              files.entrySet().stream().flatMap(f -> Stream.of(f.getKey(), f.getValue())))
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .forEach(bytes -> {
            digest.update(bytes);
            digest.update((byte) 0);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version that the go.mod asks of a module. */
  String version(String module) {
    return goMod()
        .lines()
        .map(line -> line.strip().replaceFirst("^require ", "").split(" "))
        .filter(words -> words.length >= 2 && words[0].equals(module) && words[1].startsWith("v"))
        .map(words -> words[1])
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + "/go.mod requires no " + module));
  }

  /** What the linker writes into a program: without it the API server says it is v0.0.0. */
  @Override
  public String linkFlags(String path) {
    if (path.startsWith("k8s.io/kubernetes/")) {
      var version = version("k8s.io/kubernetes");
      var numbers = version.substring(1).split("\\.");
      var variable = " -X k8s.io/component-base/version.";
      return "-s -w"
          + (variable + "gitVersion=" + version)
          + (variable + "gitMajor=" + numbers[0])
          + (variable + "gitMinor=" + numbers[1]);
    }
    if (path.startsWith("sigs.k8s.io/kustomize/")) {
      return "-s -w -X sigs.k8s.io/kustomize/api/provenance.version="
          + version("sigs.k8s.io/kustomize/kustomize/v5");
    }
    if (path.startsWith("github.com/prometheus/")) {
      return "-s -w -X github.com/prometheus/common/version.Version="
          + version("github.com/prometheus/prometheus").substring(1);
    }
    return path.startsWith("helm.sh/")
        ? "-s -w -X helm.sh/helm/v4/internal/version.version=" + version("helm.sh/helm/v4")
        : "-s -w";
  }

  @Override
  public String buildFlags() {
    // Without them Prometheus discovers no services at any cloud, and builds in minutes.
    return name.equals(PROMETHEUS) ? "-mod=readonly -tags=remove_all_sd" : "-mod=readonly";
  }

  @Override
  public void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Override
  public void keep(Path unpacked, Path results) {
    // These programs need nothing beside them.
  }

  private String goMod() {
    return files.getOrDefault("go.mod", "");
  }

  private static String program(String path) {
    var version = VERSION_SUFFIX.matcher(path);
    var whole = version.replaceFirst("");
    // go.etcd.io/etcd/server/v3 is the one program that its own path does not name.
    return path.startsWith("go.etcd.io/") ? "etcd" : whole.substring(whole.lastIndexOf('/') + 1);
  }

  private static GoModule read(String name, String... files) {
    var contents = new TreeMap<String, String>();
    for (var file : List.of(files)) {
      var resource = "go/%s/%s".formatted(name, file);
      try (var stream = GoModule.class.getResourceAsStream(resource)) {
        if (stream == null) {
          throw new IllegalStateException("No resource " + resource);
        }
        contents.put(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new GoModule(name, contents);
  }
}
