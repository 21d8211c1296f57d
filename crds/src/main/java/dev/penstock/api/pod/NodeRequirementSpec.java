package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on one label of a node. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(self.operator in ['In', 'NotIn']) || (has(self.values) && size(self.values) > 0)",
    message = "In and NotIn compare with values: write values")
@ValidationRule(
    value = "!(self.operator in ['Gt', 'Lt']) || (has(self.values) && size(self.values) == 1)",
    message = "Gt and Lt compare with one whole number: write it in values")
@ValidationRule(
    value =
        "!(self.operator in ['Exists', 'DoesNotExist']) || !has(self.values) ||"
            + " size(self.values) == 0",
    message = "Exists and DoesNotExist compare with nothing: remove values")
public record NodeRequirementSpec(
    @JsonPropertyDescription("key of the label.") @Required @Size(min = 1, max = 317)
        @Nullable String key,
    @JsonPropertyDescription("operator says how the label is compared.")
        @Required
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NodeOperator operator,
    @JsonPropertyDescription(
            "values to compare with: one or more for In and NotIn, one whole number for Gt"
                + " and Lt, none for Exists and DoesNotExist. None: no value.")
        @Size(max = 64)
        @Nullable List<String> values) {}
