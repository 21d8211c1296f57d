package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.StateDirectory;
import java.io.PrintStream;
import java.util.List;

/** Commands to paste. Passwords are looked up by them, never printed. */
record WhatToTry(Sandbox sandbox, StateDirectory state, Product product, List<Example> examples) {
  void print(PrintStream out) {
    SandboxDescription description = sandbox.description();
    SandboxDescription.Kubernetes kubernetes = description.kubernetes();
    out.printf("%nTo try, while this is up%n");
    if (kubernetes != null) {
      out.printf(
          """
            export KUBECONFIG=%s
            export PATH=%s:$PATH
            kubectl -n %s get etlpipelines,etlruns,cronjobs,jobs,pods
            ./penstock get --namespace %s
          """,
          kubernetes.kubeconfig(),
          kubernetes.kubectl().replaceFirst("/kubectl$", ""),
          OnCluster.NAMESPACE,
          OnCluster.NAMESPACE);
      new WhereToLook(kubernetes).lines().forEach(line -> out.println("  " + line));
      examples.stream()
          .filter(example -> !example.wrong())
          .findFirst()
          .ifPresent(example ->
              out.printf(
                  """
                    kubectl -n %s create -f - <<< '{apiVersion: penstock.dev/v1alpha1, kind: EtlRun, metadata: {generateName: %s-}, spec: {pipeline: %s}}'
                  """,
                  OnCluster.NAMESPACE, example.name(), example.name()));
    }
    String secrets = description.files().credentials();
    SandboxDescription.Shop shop = description.shop();
    out.printf(
        """

          # source: PostgreSQL
          PGPASSWORD=%s psql -h %s -p %d -U %s %s -c 'SELECT count(*) FROM orders'
          jdbc:postgresql://%s:%d/%s
        """,
        secret(secrets, "shop", "password"),
        shop.host(),
        shop.port(),
        shop.username(),
        shop.database(),
        shop.host(),
        shop.port(),
        shop.database());
    out.printf(
        """

          # S3
          export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=us-east-1
          aws --endpoint-url %s s3 ls --recursive s3://%s/
        """,
        description.store().accessKeyId(),
        secret(secrets, "store", "secretAccessKey"),
        description.store().endpoint(),
        bucket());
    SandboxDescription.Warehouse warehouse = description.warehouse();
    out.printf(
        """

          # warehouse: the Redshift stand-in (user %s)
          PGPASSWORD=%s psql "host=%s port=%d dbname=%s user=%s sslmode=verify-full sslrootcert=%s" -c 'SELECT count(*) FROM sales.orders'
          %s
        """,
        warehouse.username(),
        secret(secrets, "warehouse", "password"),
        warehouse.host(),
        warehouse.port(),
        warehouse.database(),
        warehouse.username(),
        warehouse.caFile(),
        sandbox.warehouse().jdbcUrl());
    out.flush();
  }

  private String bucket() {
    return examples.stream()
        .flatMap(example -> example.target().s3Connection().stream())
        .findFirst()
        .map(sandbox::bucket)
        .orElse("");
  }

  private static String secret(String file, String part, String key) {
    return "$(python3 -c 'import json; print(json.load(open(\"%s\"))[\"%s\"][\"%s\"])')"
        .formatted(file, part, key);
  }
}
