package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint of nodes that the pod may be placed on. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
    message = "a toleration names a taint: write key, or operator: Exists to tolerate all")
@ValidationRule(
    value = "!has(self.value) || !has(self.operator) || self.operator == 'Equal'",
    message = "operator Exists compares with no value: remove value or write operator: Equal")
@ValidationRule(
    value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
    message =
        "tolerationSeconds delays an eviction: write effect: NoExecute or remove tolerationSeconds")
public record TolerationSpec(
    @JsonPropertyDescription("key of the taint. None: every taint, with operator Exists.")
        @Size(min = 1, max = 317)
        @Nullable String key,
    @JsonPropertyDescription("operator says how the value of the taint is compared. None: Equal.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TolerationOperator operator,
    @JsonPropertyDescription("value of the taint. None: empty.") @Size(min = 1, max = 63)
        @Nullable String value,
    @JsonPropertyDescription("effect of the taint. None: every effect.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TaintEffect effect,
    @JsonPropertyDescription(
            "tolerationSeconds is how long the pod stays after the taint has come; only"
                + " with effect NoExecute. None: for ever.")
        @Min(0)
        @Max(2592000)
        @Nullable Long tolerationSeconds) {}
