package dev.penstock.operator.it;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/**
 * One verb on one kind of object.
 *
 * @param names empty: of any name
 */
record Right(String verb, String group, String resource, List<String> names) {
  Right {
    names = List.copyOf(names);
  }

  /** {@return what a rule of a Role grants, one by one} */
  static Stream<Right> of(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getVerbs().stream()
                        .map(verb -> new Right(verb, group, resource, rule.getResourceNames()))));
  }

  PolicyRule rule() {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withVerbs(verb)
        .withResourceNames(names)
        .build();
  }

  /** {@return whether the API server grants it to somebody, on the first of its names if any} */
  boolean isHeld(KubernetesClient admin, String user, String namespace) {
    var parts = resource.split("/", 2);
    return admin
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withName(names.isEmpty() ? "" : names.getFirst())
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  /** As {@code patch etlruns/status}, for people and for tables. */
  @Override
  public String toString() {
    return verb + " " + resource;
  }
}
