package dev.penstock.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.Access;
import dev.penstock.api.DeletedRows;
import dev.penstock.api.ExtractionMode;
import dev.penstock.api.NullCursors;
import dev.penstock.api.ParameterType;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.TargetMode;
import dev.penstock.api.TlsMode;
import dev.penstock.api.pod.AccessMode;
import dev.penstock.api.pod.Medium;
import dev.penstock.api.pod.TaintEffect;
import dev.penstock.api.pod.TolerationOperator;
import dev.penstock.api.pod.WhenUnsatisfiable;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** A resource of a newer release must not stop the informer for all others. */
class TolerantReadingTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  private final KubernetesSerialization tolerant = TolerantReading.serialization();

  @Test
  void unknownFieldsAndEnumsOfAPipelineAreRead() {
    var pipeline =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline","metadata":{"name":"a"},
             "spec":{"teleport":{"to":[1,2]},"targets":[{"name":"a","mode":"Scd7","later":true}]},
             "status":{"phase":"New","lastRun":{"result":"Exploded"}}}\
            """,
            EtlPipeline.class);
    assertThat(pipeline.getSpec().targets()).hasSize(1);
    assertThat(pipeline.getStatus().lastRun().result()).isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void unknownEnumsOfParametersAndIncrementsAreRead() {
    var pipeline =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline","metadata":{"name":"a"},
             "spec":{"parameters":[{"name":"a","type":"Blob","default":"b"}],
              "sources":[{"name":"a","topic":{"name":"b"}},{"name":"b","table":{"name":"c.d",
               "incremental":{"column":"e","nulls":"Guess","deletes":"Absence","from":"Log"}}}],
              "checks":[{"name":"a","relation":"b","freshness":{"within":"1h"}}],
              "targets":[{"name":"a","mode":"Scd7"}]}}\
            """,
            EtlPipeline.class);
    var spec = pipeline.getSpec();
    assertThat(spec.parameters().getFirst().type()).isEqualTo(ParameterType.UNKNOWN);
    assertThat(spec.parameters().getFirst().defaultValue()).isEqualTo("b");
    assertThat(spec.sources().getFirst().table()).isNull();
    assertThat(spec.sources().getLast().table().incremental().nulls())
        .isEqualTo(NullCursors.UNKNOWN);
    assertThat(spec.sources().getLast().table().incremental().deletes())
        .isEqualTo(DeletedRows.UNKNOWN);
    assertThat(spec.checks()).hasSize(1);
    assertThat(spec.targets().getFirst().mode()).isEqualTo(TargetMode.UNKNOWN);
  }

  @Test
  void unknownEnumsOfAPodAreRead() {
    var pipeline =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline","metadata":{"name":"a"},
             "spec":{"pod":{"hostNetwork":true,
              "tolerations":[{"operator":"Lt","effect":"Melt"}],
              "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
               {"nodeSelectorTerms":[{"matchExpressions":[{"operator":"Near"}]}]}},
               "podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
               [{"labelSelector":{"matchExpressions":[{"operator":"Near"}]}}]}},
              "topologySpreadConstraints":[{"whenUnsatisfiable":"Cry","nodeTaintsPolicy":"Ask"}],
              "volumes":[{"emptyDir":{"medium":"Tape"}},{"ephemeral":{"volumeClaimTemplate":
               {"spec":{"accessModes":["ReadWriteOnce","ReadByAll"]}}}}]}}}\
            """,
            EtlPipeline.class);
    var pod = pipeline.getSpec().pod();
    assertThat(pod.tolerations().getFirst().operator()).isEqualTo(TolerationOperator.UNKNOWN);
    assertThat(pod.tolerations().getFirst().effect()).isEqualTo(TaintEffect.UNKNOWN);
    assertThat(pod.affinity().nodeAffinity()).isNotNull();
    assertThat(pod.topologySpreadConstraints().getFirst().whenUnsatisfiable())
        .isEqualTo(WhenUnsatisfiable.UNKNOWN);
    assertThat(pod.volumes().getFirst().emptyDir().medium()).isEqualTo(Medium.UNKNOWN);
    assertThat(pod.volumes().getLast().ephemeral().volumeClaimTemplate().spec().accessModes())
        .containsExactly(AccessMode.READ_WRITE_ONCE, AccessMode.UNKNOWN);
  }

  @Test
  void unknownEnumsOfAConnectionAreRead() {
    var connection =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlConnection","metadata":{"name":"a"},
             "spec":{"postgres":{"tls":"Quantum","extraction":"Fax"},"allow":{"access":["Read","Dream"]}}}\
            """,
            EtlConnection.class);
    assertThat(connection.getSpec().postgres().tls()).isEqualTo(TlsMode.UNKNOWN);
    assertThat(connection.getSpec().postgres().extraction()).isEqualTo(ExtractionMode.UNKNOWN);
    assertThat(connection.getSpec().allow().access()).containsExactly(Access.READ, Access.UNKNOWN);
  }

  @Test
  void unknownEnumsOfARunAreRead() {
    var run =
        serialization.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlRun","metadata":{"name":"a"},
             "spec":{"pipeline":"b","trigger":"Moon","undo":4},"status":{"state":"Paused"}}\
            """,
            EtlRun.class);
    assertThat(run.getSpec().trigger()).isEqualTo(RunTrigger.UNKNOWN);
    assertThat(run.getStatus().state()).isEqualTo(RunState.UNKNOWN);
  }

  @Test
  void aResourceWithoutASpecIsRead() {
    var pipeline =
        serialization.unmarshal(
            "{\"apiVersion\":\"penstock.dev/v1alpha1\",\"kind\":\"EtlPipeline\",\"metadata\":{\"name\":\"a\"}}",
            EtlPipeline.class);
    assertThat(pipeline.getSpec()).isNull();
  }

  @Test
  void aValueOfTheWrongTypeIsAbsentAndAllElseIsRead() {
    var pipeline =
        tolerant.unmarshal(
            """
            {"apiVersion":"penstock.dev/v1alpha1","kind":"EtlPipeline","metadata":{"name":"a"},
             "spec":{"sources":"all of them","steps":{"a":1},"backoffLimit":"three","suspend":[1],
              "pod":7,"targets":[{"name":"a","key":"id"},12],"schedule":{"every":"day"},
              "description":"read"}}\
            """,
            EtlPipeline.class);
    var spec = pipeline.getSpec();
    assertThat(spec.sources()).isNull();
    assertThat(spec.backoffLimit()).isNull();
    assertThat(spec.targets().getFirst().name()).isEqualTo("a");
    assertThat(spec.description()).isEqualTo("read");
  }

  @Test
  void aSpecThatIsNoObjectIsAbsent() {
    for (var spec : new String[] {"\"text\"", "[1]", "7", "true"}) {
      var run =
          tolerant.unmarshal(
              "{\"apiVersion\":\"penstock.dev/v1alpha1\",\"kind\":\"EtlRun\",\"metadata\":{\"name\":\"a\"},\"spec\":"
                  + spec
                  + "}",
              EtlRun.class);
      assertThat(run.getSpec()).as(spec).isNull();
    }
  }
}
