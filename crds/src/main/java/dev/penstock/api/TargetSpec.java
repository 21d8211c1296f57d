package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is loaded from one relation: an S3 dataset, a warehouse table, or the pair of both. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.s3) || has(self.redshift)",
    message = "a target loads something: write s3, redshift or both")
@ValidationRule(
    value = "!has(self.mode) || self.mode != 'Upsert' || has(self.key)",
    message = "Upsert replaces rows by their key: write key, the columns that tell rows apart")
@ValidationRule(
    value =
        "!has(self.mode) || self.mode != 'Scd2' || has(self.key) && has(self.orderBy) &&"
            + " has(self.redshift)",
    message =
        "Scd2 keeps the versions of a key in a table: write key, orderBy, whose first column says"
            + " from when a version is valid, and redshift")
@ValidationRule(
    value = "!has(self.track) || has(self.mode) && self.mode == 'Scd2'",
    message = "track is about Scd2: remove it or write mode: Scd2")
@ValidationRule(
    value =
        "!has(self.allowEmpty) || has(self.mode) && self.mode in ['Replace', 'Window'] ||"
            + " has(self.deletes) && has(self.deletes.absence)",
    message =
        "allowEmpty is about Replace, Window and deletes.absence: remove it or write one of these")
@ValidationRule(
    value = "!has(self.deletes) || has(self.mode) && self.mode in ['Upsert', 'Scd2']",
    message = "deletes are about Upsert and Scd2: remove them or write one of these")
@ValidationRule(
    value =
        "!has(self.deletes) || !has(self.deletes.absence) || !has(self.mode) || self.mode !="
            + " 'Scd2'",
    message = "Scd2 does not know when an absent row was deleted: write deletes.column")
@ValidationRule(
    value = "!has(self.deletes) || !has(self.deletes.absence) || has(self.redshift)",
    message =
        "deletes.absence compares a run with the table: write redshift, or mode: Replace in its"
            + " place")
@ValidationRule(
    value = "!has(self.window) || has(self.mode) && self.mode == 'Window'",
    message = "window is about Window: remove it or write mode: Window")
public record TargetSpec(
    @JsonPropertyDescription(
            "name is the identity of the target in the commit log; it never changes its meaning.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("from names the source or step that is loaded.")
        @Required
        @Size(max = 63)
        @Nullable String from,
    @JsonPropertyDescription("mode says how rows enter the target. None: Append.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TargetMode mode,
    @JsonPropertyDescription(
            "key are the columns that tell rows apart, 1 to 16. Required by Upsert and Scd2, unused by"
                + " other modes; no row may lack one. None: rows are not told apart.")
        @Size(min = 1, max = 16)
        @Nullable List<String> key,
    @JsonPropertyDescription(
            "orderBy are the columns whose greatest value is the newest version of a key. Required by"
                + " Scd2, where the first one, a date or timestamp that no row lacks, says from when"
                + " a version is valid. None: the column of the incremental source, if there is"
                + " exactly one.")
        @Size(min = 1, max = 16)
        @Nullable List<String> orderBy,
    @JsonPropertyDescription(
            "sortBy are the columns by which rows lie in order within each part, 1 to 16, so that"
                + " readers skip what they don't look for; not with partitionBy. A run then holds"
                + " what it reads at a time, up to 1 GiB, in memory or scratch. None: as they were"
                + " read.")
        @Size(min = 1, max = 16)
        @Nullable List<String> sortBy,
    @JsonPropertyDescription("s3 is the dataset. None: the target has no S3 side.")
        @Nullable S3TargetSpec s3,
    @JsonPropertyDescription("redshift is the table. None: the target has no warehouse side.")
        @Nullable RedshiftTargetSpec redshift,
    @JsonPropertyDescription(
            "backfill says what an empty table gets of the past when the pipeline fills it for the"
                + " first time: FromLog is every row that the commit log names for the target. None:"
                + " FromNow.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable Backfill backfill,
    @JsonPropertyDescription(
            "schema says what a run does where the table and its rows differ. None: new columns are"
                + " added, texts widened, a missing column refused.")
        @Nullable SchemaSpec schema,
    @JsonPropertyDescription(
            "allowEmpty lets a run that has no rows empty a target of Replace or of deletes.absence,"
                + " or the window that was asked of a target of Window. None: such a run is refused,"
                + " and the target keeps what it holds.")
        @Nullable Boolean allowEmpty,
    @JsonPropertyDescription(
            "deletes says how Upsert or Scd2 learns that a key is gone. None: keys stay in the table.")
        @Nullable DeletesSpec deletes,
    @JsonPropertyDescription(
            "window says by what the days are told that a run of Window replaces; required by it,"
                + " unused by other modes. None: rows are of no day.")
        @Nullable TargetWindowSpec window,
    @JsonPropertyDescription(
            "columns says what becomes of the values of single columns, 0 to 256, in the dataset and"
                + " in the table alike. None: values stay as they are, and a text of more bytes than"
                + " a warehouse takes is refused.")
        @Size(max = 256)
        @Nullable List<TargetColumnSpec> columns,
    @JsonPropertyDescription(
            "track are the columns whose change makes a new version of a key in Scd2, 1 to 256. None:"
                + " all but those of key, orderBy and deletes.")
        @Size(min = 1, max = 256)
        @Nullable List<String> track) {}
