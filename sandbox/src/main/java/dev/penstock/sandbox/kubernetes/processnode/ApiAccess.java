package dev.penstock.sandbox.kubernetes.processnode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a process finds the API server that a pod finds at a fixed path: KUBECONFIG names a file with
 * the pod's own token.
 *
 * @param server where the API server listens
 */
record ApiAccess(URI server) {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  /**
   * Writes or renews the file, if the pod has mounted its account's token.
   *
   * @param file where to
   * @return the variables for the process
   */
  Map<String, String> variables(PodPaths paths, Path file) throws IOException {
    var variables = new HashMap<String, String>();
    variables.put("KUBERNETES_SERVICE_HOST", server.getHost());
    variables.put("KUBERNETES_SERVICE_PORT", "" + server.getPort());
    variables.put("KUBERNETES_SERVICE_PORT_HTTPS", "" + server.getPort());
    var account = paths.onDisk(ACCOUNT);
    var token = read(account.resolve("token"));
    if (token.isPresent()) {
      var draft = file.resolveSibling(file.getFileName() + "~");
      Files.writeString(
          draft,
          """
          apiVersion: v1
          kind: Config
          current-context: pod
          clusters:
            - name: cluster
              cluster:
                server: %s
                certificate-authority: %s
          users:
            - name: pod
              user: {token: %s}
          contexts:
            - name: pod
              context: {cluster: cluster, user: pod, namespace: %s}
          """
              .formatted(
                  server,
                  account.resolve("ca.crt"),
                  token.get(),
                  read(account.resolve("namespace")).orElse("default")));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      variables.put("KUBECONFIG", file.toString());
    }
    return variables;
  }

  private static Optional<String> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }
}
