package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.Garbage;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class HostileInputTest {
  private static final int DOCUMENTS = 4_000;

  @Test
  void noConnectionMakesTheValidatorThrow() {
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      var garbage = new Garbage(seed);
      var name = garbage.text();
      var spec = garbage.record(EtlConnectionSpec.class);

      assertThatCode(() -> printed(new Validator().connection(name, spec)))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void noPipelineMakesTheValidatorThrow() {
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      var garbage = new Garbage(seed);
      var connections = new HashMap<String, EtlConnectionSpec>();
      connections.put(null, null);
      connections.put("lake", null);
      connections.put(garbage.text(), garbage.record(EtlConnectionSpec.class));
      connections.put("shop-db", garbage.record(EtlConnectionSpec.class));
      var id = new ResourceName(garbage.text(), garbage.text());
      var spec = garbage.record(EtlPipelineSpec.class);

      assertThatCode(() -> printed(new Validator().pipeline(id, spec, connections)))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void noPipelineWithRightConnectionsMakesTheValidatorThrow() {
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      var garbage = new Garbage(seed);
      var spec = garbage.record(EtlPipelineSpec.class);

      assertThatCode(
              () -> printed(new Validator().pipeline(Specs.ORDERS, spec, Specs.connections())))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theHashOfAnythingIsAHash() {
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      var spec = new Garbage(seed).record(EtlPipelineSpec.class);

      assertThatCode(() -> CanonicalSpec.hash(spec)).as("seed %d", seed).doesNotThrowAnyException();
    }
  }

  /** What is said stays on one line and short, whatever the author wrote. */
  private static void printed(Checked<?> checked) {
    switch (checked) {
      case Valid<?>(var value) -> assertThat(value).isNotNull();
      case Invalid<?>(var findings) ->
          assertThat(findings)
              .isNotEmpty()
              .allSatisfy(finding -> {
                assertThat(finding.line()).hasSizeLessThan(1_500).doesNotContain("\n", "\0");
                assertThat(finding.message()).doesNotEndWith(".");
                assertThat(finding.nextStep()).doesNotEndWith(".").isNotBlank();
              });
    }
  }
}
