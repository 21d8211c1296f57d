package dev.penstock.operator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/namespaces/shop/pods, pods",
    "/api/v1/pods, pods",
    "/api/v1/namespaces/shop/configmaps/orders-1f, configmaps",
    "/api/v1/namespaces/shop, namespaces",
    "/apis/batch/v1/namespaces/shop/jobs/orders-1, jobs",
    "/apis/penstock.dev/v1alpha1/namespaces/shop/etlruns/first/status, etlruns/status",
    "/apis/penstock.dev/v1alpha1/etlpipelines, etlpipelines",
    "/apis/batch, other",
    "/version, other",
  })
  void itNamesTheKindAndNoObject(String path, String resource) {
    assertThat(Call.of("GET", path)).isEqualTo(new Call("GET", resource));
  }
}
