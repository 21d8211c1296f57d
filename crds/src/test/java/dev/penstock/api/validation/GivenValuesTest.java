package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Parameter.Type;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenValuesTest {
  private static final List<Parameter> DECLARED =
      List.of(
          new Parameter("region", Type.TEXT, "north"),
          new Parameter("since", Type.DATE, "2026-01-01"),
          new Parameter("least", Type.INTEGER, "1"));

  /** Words as {@code name=value}. */
  private static GivenValues given(String... words) {
    return GivenValues.of(
        "orders",
        DECLARED,
        Arrays.stream(words)
            .map(word -> word.split("=", 2))
            .map(word -> new ParameterValueSpec(word[0], word[1]))
            .toList());
  }

  @Test
  void valuesTakeThePlacesOfDefaultsInTheOrderOfTheDeclaration() {
    assertThat(given("least=-7", "region="))
        .isEqualTo(
            new GivenValues.Fit(
                List.of(
                    new Parameter("region", Type.TEXT, ""),
                    new Parameter("since", Type.DATE, "2026-01-01"),
                    new Parameter("least", Type.INTEGER, "-7"))));
    assertThat(given()).isEqualTo(new GivenValues.Fit(DECLARED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          since=yesterday             | The value of parameter since is not of its type | Write a date, as 2026-03-01
          since=2026-02-30            | The value of parameter since is not of its type | Write a date, as 2026-03-01
          least=1.5                   | The value of parameter least is not of its type | Write a whole number of at most 18 digits
          sinse=2026-03-01            | Pipeline orders declares no parameter sinse | Name one of region, since, least, or declare it in spec.parameters
          run_id=x                    | Pipeline orders declares no parameter run_id | Name one of region, since, least, or declare it in spec.parameters
          least=1,least=1             | Parameter least has more than one value | Give it one
          """)
  void whatThePipelineCanNotTakeIsRefusedWithoutTheValue(
      String words, String message, String nextStep) {
    assertThat(given(words.split(","))).isEqualTo(new GivenValues.Misfit(message, nextStep));
  }

  @Test
  void aPipelineWithoutParametersTakesNone() {
    assertThat(GivenValues.of("orders", List.of(), List.of(new ParameterValueSpec("since", "x"))))
        .isEqualTo(
            new GivenValues.Misfit(
                "Pipeline orders declares no parameter since", "Declare it in spec.parameters"));
  }

  @Test
  void whatWasWrittenPastTheSchemaIsRefused() {
    var misfit = new GivenValues.Misfit("A parameter has no name or no value", "Write both");
    for (var value :
        Arrays.asList(
            null, new ParameterValueSpec(null, "a"), new ParameterValueSpec("region", null))) {
      assertThat(GivenValues.of("orders", DECLARED, Arrays.asList(value))).isEqualTo(misfit);
    }
  }
}
