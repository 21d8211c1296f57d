package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersCheckTest {
  private static Optional<EtlRunStatus> refusal(String declared, String given) {
    var pipeline = Given.pipeline("orders");
    pipeline.setSpec(Serialization.unmarshal("parameters: " + declared, EtlPipelineSpec.class));
    var run = Given.run("asked", "orders");
    run.setSpec(
        Serialization.unmarshal("pipeline: orders\nparameters: " + given, EtlRunSpec.class));
    return ParametersCheck.refusal(run, pipeline);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[{name: sinse, value: "2026-03-01"}]' | Pipeline orders declares no parameter sinse. Name one of since, or declare it in spec.parameters, and create another EtlRun.
          '[{name: since, value: yesterday}]' | The value of parameter since is not of its type. Write a date, as 2026-03-01, and create another EtlRun.
          '[{name: since, value: "2026-03-01"}, {name: since, value: "2026-03-01"}]' | Parameter since has more than one value. Give it one, and create another EtlRun.
          '[{name: since}]' | A parameter has no name or no value. Write both, and create another EtlRun.
          """)
  void aRunThatThePipelineCanNotTakeHasFailedBeforeItsJob(String given, String message) {
    assertThat(refusal("[{name: since, type: Date, default: 2026-01-01}]", given))
        .hasValueSatisfying(status -> {
          assertThat(status.state()).isEqualTo(RunState.FAILED);
          assertThat(status.reason()).isEqualTo("InvalidRun");
          assertThat(status.message()).isEqualTo(message);
        });
  }

  @Test
  void whatFitsGoesOn() {
    var declared = "[{name: since, type: Date, default: 2026-01-01}]";
    assertThat(refusal(declared, "[{name: since, value: '2026-03-01'}]")).isEmpty();
    assertThat(refusal(declared, "[]")).isEmpty();
    assertThat(refusal("[]", "[]")).isEmpty();
  }

  @Test
  void moreThanAPodCanBeToldIsRefused() {
    var declared =
        IntStream.range(0, 64)
            .mapToObj("{name: p%d, default: a}"::formatted)
            .collect(Collectors.joining(", ", "[", "]"));
    assertThat(refusal(declared, values(15))).isEmpty();
    assertThat(refusal(declared, values(16)))
        .hasValueSatisfying(status ->
            assertThat(status.message())
                .isEqualTo(
                    "The parameters take 65943 bytes as JSON, and may take 65536. Write shorter values, and create another EtlRun."));
  }

  private static String values(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "{name: p%d, value: %s}".formatted(number, "ä".repeat(2048)))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
