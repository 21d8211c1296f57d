package dev.penstock.operator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.AdoptSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.WindowSpec;
import dev.penstock.api.runner.RunRequest;
import dev.penstock.operator.Given;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunRequestTest {
  private static @Nullable String request(EtlRunSpec spec) {
    var run = Given.run("first", "orders");
    run.setSpec(spec);
    var job = new JobBuilder().withNewMetadata().withName("first-job").endMetadata().build();
    return RunJob.identity(run, job).request().orElse(null);
  }

  private static EtlRunSpec spec(
      @Nullable WindowSpec window, @Nullable Boolean full, @Nullable AdoptSpec adopt) {
    return new EtlRunSpec("orders", RunTrigger.REQUEST, null, window, full, adopt);
  }

  @Test
  void podsLearnWhatAnEtlRunAsksForAndNothingOfAnIncrement() {
    assertThat(request(spec(null, null, null))).isNull();
    assertThat(request(spec(null, false, null))).isNull();
    assertThat(request(spec(null, true, null))).isEqualTo("{\"fullRefresh\":true}");
    var window = new WindowSpec("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assertThat(Serialization.unmarshal(request(spec(window, null, null)), RunRequest.class))
        .isEqualTo(new RunRequest(window, null, null, null));
    assertThat(request(spec(null, null, new AdoptSpec("2026-03-01T00:00:00Z"))))
        .isEqualTo("{\"adopt\":{\"watermark\":\"2026-03-01T00:00:00Z\"}}");
  }

  @Test
  void podsLearnTheValuesOfParametersAloneAndBesideAWindow() {
    var since = "\"parameters\":[{\"name\":\"since\",\"value\":\"2026-03-01\"}]";
    assertThat(request(given(null, List.of(new ParameterValueSpec("since", "2026-03-01")))))
        .isEqualTo("{%s}".formatted(since));
    var window = new WindowSpec("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assertThat(request(given(window, List.of(new ParameterValueSpec("since", "2026-03-01")))))
        .startsWith("{\"window\":")
        .endsWith(",%s}".formatted(since));
    assertThat(request(given(null, List.of()))).isNull();
  }

  @Test
  void podsLearnThatNothingIsToBeCommittedAloneAndBesideAWindow() {
    var window = new WindowSpec("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    assertThat(request(dry(null, true))).isEqualTo("{\"dryRun\":true}");
    assertThat(Serialization.unmarshal(request(dry(window, true)), RunRequest.class))
        .isEqualTo(new RunRequest(window, null, null, null, true));
    assertThat(request(dry(null, false))).isNull();
  }

  private static EtlRunSpec dry(@Nullable WindowSpec window, boolean dry) {
    return new EtlRunSpec(
        "orders", RunTrigger.REQUEST, null, window, null, null, null, null, null, null, dry);
  }

  private static EtlRunSpec given(
      @Nullable WindowSpec window, List<ParameterValueSpec> parameters) {
    return new EtlRunSpec(
        "orders", RunTrigger.REQUEST, null, window, null, null, null, null, parameters);
  }
}
