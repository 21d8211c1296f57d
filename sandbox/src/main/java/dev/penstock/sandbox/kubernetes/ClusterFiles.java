package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Folders;
import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Where the parts of one cluster keep their files.
 *
 * @param state the folder of this cluster
 * @param run a folder with a short name for unix sockets, whose paths end at 107 bytes
 */
record ClusterFiles(Path state, Path run) {
  private static final int LONGEST_RUN = 70;
  private static final List<String> FOLDERS =
      List.of(
          "pki",
          "log",
          "processes",
          "kubeconfig",
          "etcd",
          "kubelet",
          "pods",
          "podlogs",
          "cni",
          "containerd",
          "gitops");

  static ClusterFiles of(Path state) {
    var beside = state.resolve("run");
    var run =
        beside.toString().length() <= LONGEST_RUN
            ? beside
            : Path.of("/tmp", "penstock-" + id(state));
    return new ClusterFiles(state, run);
  }

  void create() throws IOException {
    Folders.privateFolder(state);
    // What the last cluster had to say was kept until now.
    Folders.delete(state.resolve("log"));
    for (var folder : FOLDERS) {
      Folders.privateFolder(state.resolve(folder));
    }
    Folders.privateFolder(run);
    // A name in /tmp can be guessed: only a folder of our own is used.
    if (!Files.getOwner(run, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(state))) {
      throw new IOException("%s belongs to somebody else".formatted(run));
    }
  }

  /** Deletes everything but the logs, which tell what happened, and the lock. */
  void delete() throws IOException {
    for (var folder : FOLDERS) {
      if (!folder.equals("log")) {
        Folders.delete(state.resolve(folder));
      }
    }
    Folders.delete(run);
  }

  /** Names what lives outside the state folder: control groups, the folder in /tmp. */
  String id() {
    return id(state);
  }

  RecordedProcesses processes() {
    return new RecordedProcesses(state.resolve("processes"), state.resolve("log"));
  }

  Path lock() {
    return state.resolve("lock");
  }

  Path pki(String name) {
    return state.resolve("pki").resolve(name);
  }

  Path kubeconfig(String user) {
    return state.resolve("kubeconfig").resolve(user);
  }

  Path socket(String name) {
    return run.resolve(name + ".sock");
  }

  private static String id(Path state) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(state.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
