package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How evenly pods are spread over parts of the cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.minDomains) || self.whenUnsatisfiable == 'DoNotSchedule'",
    message =
        "minDomains makes pods wait: write whenUnsatisfiable: DoNotSchedule or remove minDomains")
public record SpreadConstraintSpec(
    @JsonPropertyDescription("maxSkew is by how many pods the parts may differ.")
        @Required
        @Min(1)
        @Max(100)
        @Nullable Integer maxSkew,
    @JsonPropertyDescription(
            "topologyKey is the label of nodes whose values make the parts, as"
                + " topology.kubernetes.io/zone.")
        @Required
        @Size(min = 1, max = 317)
        @Nullable String topologyKey,
    @JsonPropertyDescription(
            "whenUnsatisfiable says what happens to a pod that would break the spread.")
        @Required
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable WhenUnsatisfiable whenUnsatisfiable,
    @JsonPropertyDescription(
            "labelSelector says which pods of the namespace are counted; the label"
                + " penstock.dev/pipeline is on those of a run. None: no pod.")
        @Nullable LabelSelectorSpec labelSelector,
    @JsonPropertyDescription(
            "minDomains is how many parts there are at least; only with DoNotSchedule. None: 1.")
        @Min(1)
        @Max(100)
        @Nullable Integer minDomains,
    @JsonPropertyDescription(
            "nodeAffinityPolicy says whether nodes outside nodeSelector and nodeAffinity"
                + " count. None: Honor.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NodeInclusion nodeAffinityPolicy,
    @JsonPropertyDescription(
            "nodeTaintsPolicy says whether nodes with taints that are not tolerated count."
                + " None: Ignore.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NodeInclusion nodeTaintsPolicy) {}
