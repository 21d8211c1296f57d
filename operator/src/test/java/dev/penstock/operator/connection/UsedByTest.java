package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsedByTest {
  @Test
  void storeSourcesAndTargetsCount() {
    assertThat(UsedBy.connections(Given.pipeline("orders"))).containsExactly("lake", "shop-db");
    assertThat(UsedBy.connections(new EtlPipeline())).isEmpty();
  }

  @Test
  void pipelinesAreInTheOrderOfTheirNames() {
    var pipelines = List.of(Given.pipeline("b"), Given.pipeline("a"));
    assertThat(UsedBy.pipelines("lake", pipelines))
        .extracting(pipeline -> pipeline.getMetadata().getName())
        .containsExactly("a", "b");
    assertThat(UsedBy.pipelines("other", pipelines)).isEmpty();
  }

  @Test
  void theKindIsTheFieldThatIsNotCommon() {
    assertThat(ConnectionKind.of(Given.connection("lake").getSpec())).contains("s3");
    assertThat(ConnectionKind.of(Given.connection("shop-db").getSpec())).contains("postgres");
    assertThat(
            ConnectionKind.of(
                new EtlConnectionSpec(
                    null, null, null, null, null, null, null, null, null, null, null)))
        .isEmpty();
    assertThat(ConnectionKind.isChecked(Optional.of("s3"))).isTrue();
    assertThat(ConnectionKind.isChecked(Optional.of("slack"))).isFalse();
    assertThat(ConnectionKind.notifies(Optional.of("slack"))).isTrue();
    assertThat(ConnectionKind.notifies(Optional.of("s3"))).isFalse();
  }
}
