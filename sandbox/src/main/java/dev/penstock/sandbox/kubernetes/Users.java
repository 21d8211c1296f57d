package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Who may talk to the API server besides service accounts. Each has a random token, because a token
 * needs no key format that one of the many clients might not read.
 */
enum Users {
  ADMIN("admin", "admin", "system:masters"),
  CONTROLLER_MANAGER("controller-manager", "system:kube-controller-manager", ""),
  SCHEDULER("scheduler", "system:kube-scheduler", ""),
  KUBELET("kubelet", "system:node:" + Node.NAME, "system:nodes");

  private final String file;
  private final String user;
  private final String group;

  Users(String file, String user, String group) {
    this.file = file;
    this.user = user;
    this.group = group;
  }

  /** The name of this user's kubeconfig. */
  String file() {
    return file;
  }

  /** Writes the API server's list of tokens and a kubeconfig for each user. */
  static void create(ClusterFiles files, Addresses addresses) throws IOException {
    var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(files.pki("ca.crt")));
    var tokens = new StringBuilder();
    var random = new SecureRandom();
    for (var user : values()) {
      var secret = new byte[24];
      random.nextBytes(secret);
      var token = HexFormat.of().formatHex(secret);
      tokens.append("%s,%s,%s,\"%s\"%n".formatted(token, user.user, user.file, user.group));
      var kubeconfig =
          """
          apiVersion: v1
          kind: Config
          current-context: penstock-sandbox
          clusters:
            - name: penstock-sandbox
              cluster:
                server: %s
                certificate-authority-data: %s
          users:
            - name: %s
              user: {token: %s}
          contexts:
            - name: penstock-sandbox
              context: {cluster: penstock-sandbox, user: %s, namespace: default}
          """;
      Files.writeString(
          files.kubeconfig(user.file),
          kubeconfig.formatted(addresses.api(), authority, user.file, token, user.file));
    }
    Files.writeString(files.pki("tokens.csv"), tokens);
  }
}
