package dev.penstock.sandbox.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.kubernetes.Beside;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.Folders;
import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkNamespaceIT {
  @TempDir Path folder;

  @BeforeEach
  void needsTheRightToMakeOne() {
    var lacks = GitOpsTools.lacks(Machine.inspect());
    Assumptions.assumeTrue(lacks.isEmpty(), () -> "A network of its own needs " + lacks);
  }

  @Test
  void fromInsideOnlyWhatIsRelayedIsReached() throws Exception {
    var root = Files.createDirectories(folder.resolve("served"));
    var repository = GitRepository.create(root.resolve("team.git"), folder.resolve("work"));
    var commit = repository.commit("one", work -> Files.writeString(work.resolve("a"), "1\n"));
    try (var git = GitServer.start(root);
        var other = GitServer.start(root);
        var network = NetworkNamespace.open(beside(), List.of(git.address()))) {
      assertThat(remote(network, git)).contains(commit);
      assertThatThrownBy(() -> remote(network, other)).isInstanceOf(IOException.class);
      assertThat(network.listens(git.address().getPort())).isTrue();
      assertThat(network.listens(other.address().getPort())).isFalse();
    }
  }

  @Test
  void aPortThatIsTakenOutsideIsFreeInside() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var network = NetworkNamespace.open(beside(), List.of(local(taken)))) {
      assertThat(network.listens(taken.getLocalPort())).isTrue();
    }
  }

  @Test
  void whatIsLeftOfAJvmThatWasKilledIsOnRecord() throws Exception {
    var beside = beside();
    var network = NetworkNamespace.open(beside, List.of());

    assertThat(beside.processes().alive()).containsExactly("gitops-network");
    beside.processes().killAll();

    assertThat(beside.processes().alive()).isEmpty();
    network.close();
  }

  private Beside beside() throws IOException {
    return new Beside(
        new RecordedProcesses(
            Folders.privateFolder(folder.resolve("processes")),
            Folders.privateFolder(folder.resolve("log"))),
        Folders.privateFolder(folder.resolve("files")),
        Folders.privateFolder(folder.resolve("s")));
  }

  private static InetSocketAddress local(ServerSocket socket) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  private static String remote(NetworkNamespace network, GitServer server)
      throws IOException, InterruptedException {
    var command =
        network.inside(List.of("git", "ls-remote", server.url("team.git").toString(), "main"));
    return Command.of(command.toArray(String[]::new)).with("GIT_CONFIG_GLOBAL", "/dev/null").run();
  }
}
