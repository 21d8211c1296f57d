package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.penstock.api.pod.AffinitySpec;
import dev.penstock.api.pod.EnvSpec;
import dev.penstock.api.pod.PodSecuritySpec;
import dev.penstock.api.pod.SpreadConstraintSpec;
import dev.penstock.api.pod.TolerationSpec;
import dev.penstock.api.pod.VolumeMountSpec;
import dev.penstock.api.pod.VolumeSpec;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the Pod API that is supported, by its own names. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.labels) || self.labels.all(k, k != 'app.kubernetes.io/managed-by'"
            + " && k != 'app.kubernetes.io/instance' && k != 'controller-uid' && k !="
            + " 'job-name' && !k.startsWith('penstock.dev/') &&"
            + " !k.startsWith('batch.kubernetes.io/') && !k.startsWith('argocd.argoproj.io/'))",
    message =
        "these labels belong to the operator, to Jobs or to Argo CD: choose a prefix"
            + " of your own, as example.com/team")
@ValidationRule(
    value =
        "!has(self.annotations) || self.annotations.all(k,"
            + " !k.startsWith('penstock.dev/') && !k.startsWith('batch.kubernetes.io/') &&"
            + " !k.startsWith('argocd.argoproj.io/') &&"
            + " !k.startsWith('container.apparmor.security.beta.kubernetes.io/') &&"
            + " !k.startsWith('seccomp.security.alpha.kubernetes.io/'))",
    message =
        "these annotations belong to the operator, to Jobs, to Argo CD or loosen the"
            + " security of the pod: choose a prefix of your own, as example.com/team")
@ValidationRule(
    value = "!has(self.priorityClassName) || !self.priorityClassName.startsWith('system-')",
    message =
        "priority classes that begin with system- belong to the cluster: name one for workloads")
@ValidationRule(
    value =
        "!has(self.volumeMounts) || self.volumeMounts.all(m, has(self.volumes) &&"
            + " self.volumes.exists(v, v.name == m.name))",
    message = "a volumeMount names a volume of pod.volumes: add the volume or correct the name")
public record RunnerPodSpec(
    @JsonPropertyDescription(
            "resources of the container runner. None: requests cpu 1 and memory 1Gi, limit"
                + " memory 1Gi.")
        @Nullable ResourcesSpec resources,
    @JsonPropertyDescription(
            "serviceAccountName of the pod. None: default. No API token is mounted in either case.")
        @Size(min = 1, max = 253)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription("nodeSelector are labels that the node has, up to 32. None: any node.")
        @Nullable Map<String, String> nodeSelector,
    @JsonPropertyDescription("tolerations of taints of nodes: 0 to 32. None: none.") @Size(max = 32)
        @Nullable List<TolerationSpec> tolerations,
    @JsonPropertyDescription(
            "affinity says where the pod is placed, beyond nodeSelector. None: anywhere.")
        @Nullable AffinitySpec affinity,
    @JsonPropertyDescription(
            "topologySpreadConstraints spread pods over parts of the cluster: 0 to 8."
                + " None: not spread.")
        @Size(max = 8)
        @Nullable List<SpreadConstraintSpec> topologySpreadConstraints,
    @JsonPropertyDescription(
            "priorityClassName of the pod. None: the default class of the cluster.")
        @Size(min = 1, max = 253)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "imagePullSecrets are the Secrets to pull the image with: 0 to 8. None: those"
                + " of the service account.")
        @Size(max = 8)
        @Nullable List<SecretReference> imagePullSecrets,
    @JsonPropertyDescription(
            "env are further variables of the container runner: 0 to 64. None: none.")
        @Size(max = 64)
        @Nullable List<EnvSpec> env,
    @JsonPropertyDescription("volumes beside those of the operator: 0 to 16. None: none.")
        @Size(max = 16)
        @Nullable List<VolumeSpec> volumes,
    @JsonPropertyDescription(
            "volumeMounts say where the container runner sees volumes: 0 to 32. None: nowhere.")
        @Size(max = 32)
        @Nullable List<VolumeMountSpec> volumeMounts,
    @JsonPropertyDescription(
            "labels of the pod, up to 32; those of the operator are refused. None: only"
                + " those of the operator.")
        @Nullable Map<String, String> labels,
    @JsonPropertyDescription(
            "annotations of the pod, up to 32; those of the operator are refused. None:"
                + " only those of the operator.")
        @Nullable Map<String, String> annotations,
    @JsonPropertyDescription("securityContext sets users and groups. None: 10001 for each.")
        @Nullable PodSecuritySpec securityContext) {}
