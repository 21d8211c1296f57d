package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.Credentials;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.shop.ShopDatabase;

/**
 * One environment: a namespace, and places that no other environment has.
 *
 * @param name as pre-prod; the manifests of examples/gitops derive the other names from it
 * @param shop its source
 * @param warehouse its warehouse
 * @param login to that warehouse
 * @param bucket in the sandbox's store
 * @param connections manifests for Git, with the endpoints of this sandbox
 * @param secrets manifests that are never in Git
 */
public record Environment(
    String name,
    ShopDatabase shop,
    RedshiftStandIn warehouse,
    Credentials.Login login,
    String bucket,
    String connections,
    String secrets) {
  /** Where its pipelines are. */
  public String namespace() {
    return "penstock-" + name;
  }

  /** The Application that Argo CD has for it. */
  public String application() {
    return "etl-" + name;
  }

  @Override
  public String toString() {
    return name;
  }
}
