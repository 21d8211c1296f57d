package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A volume of the pod: exactly one kind. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.emptyDir), has(self.ephemeral), has(self.configMap)].filter(x, x).size() == 1",
    message = "a volume has exactly one kind: write one of emptyDir, ephemeral, configMap")
@ValidationRule(
    value =
        "!(self.name in ['config', 'scratch', 'tmp']) &&"
            + " !self.name.startsWith('secret-') && !self.name.startsWith('penstock-')",
    message =
        "volumes config, scratch, tmp and those that begin with secret- or penstock-"
            + " belong to the operator: choose another name")
public record VolumeSpec(
    @JsonPropertyDescription(
            "name that volumeMounts use; config, scratch, tmp and names that begin with"
                + " secret- or penstock- are refused.")
        @Required
        @Size(min = 1, max = 63)
        @Nullable String name,
    @JsonPropertyDescription("emptyDir is a directory that goes with the pod. None: another kind.")
        @Nullable EmptyDirSpec emptyDir,
    @JsonPropertyDescription(
            "ephemeral is a claim that is made for each pod and deleted with it. None: another"
                + " kind.")
        @Nullable EphemeralVolumeSpec ephemeral,
    @JsonPropertyDescription("configMap holds files of a ConfigMap. None: another kind.")
        @Nullable ConfigMapVolumeSpec configMap) {}
