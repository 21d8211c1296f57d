package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Credentials;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ways in which a COPY may say as whom it reads: exactly one of them is needed. */
final class CopyAuthorization {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

  private CopyAuthorization() {}

  static Credentials of(CopyClauses clauses) throws Refusal {
    Optional<String> role = clauses.value("iam_role");
    Optional<String> pairs = clauses.value("credentials");
    Optional<String> id = clauses.value("access_key_id");
    Optional<String> secret = clauses.value("secret_access_key");
    int ways = (role.isPresent() ? 1 : 0) + (pairs.isPresent() ? 1 : 0) + (id.isPresent() ? 1 : 0);
    if (ways > 1) {
      throw Refusal.of("42601", "conflicting or redundant options");
    }
    if (role.isPresent()) {
      return role(role.get());
    }
    if (pairs.isPresent()) {
      return pairs(pairs.get());
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw missing();
    }
    return new Credentials.Keys(id.get(), secret.get(), clauses.value("session_token"));
  }

  /** Such as {@code aws_iam_role=arn:...} or {@code aws_access_key_id=...;aws_secret_...=...}. */
  private static Credentials pairs(String text) throws Refusal {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw missing();
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    String role = pairs.get("aws_iam_role");
    if (role != null) {
      return role(role);
    }
    String id = pairs.get("aws_access_key_id");
    String secret = pairs.get("aws_secret_access_key");
    if (id == null || secret == null) {
      throw missing();
    }
    return new Credentials.Keys(id, secret, Optional.ofNullable(pairs.get("token")));
  }

  private static Credentials role(String role) throws Refusal {
    if (!ROLE.matcher(role).matches()) {
      throw Refusal.of("42601", "Invalid IAM role: " + role);
    }
    return new Credentials.Role(role);
  }

  private static Refusal missing() {
    return Refusal.of("42601", "CREDENTIALS argument is required but missing");
  }
}
