package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A named, approved endpoint of one environment: exactly one kind. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
// The kinds of the first release by their first rule: nothing that was taken then is refused.
@ValidationRule(
    value =
        "has(self.slack) || has(self.teams) || has(self.email) || has(self.pagerduty) ||"
            + " has(self.webhook) || ([has(self.postgres), has(self.s3), has(self.redshift)]"
            + ".filter(x, x).size() == 1)",
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
@ValidationRule(
    value = "!has(self.slack) || " + EtlConnectionSpec.ONE_OF_ALL,
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
@ValidationRule(
    value = "!has(self.teams) || " + EtlConnectionSpec.ONE_OF_ALL,
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
@ValidationRule(
    value = "!has(self.email) || " + EtlConnectionSpec.ONE_OF_ALL,
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
@ValidationRule(
    value = "!has(self.pagerduty) || " + EtlConnectionSpec.ONE_OF_ALL,
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
@ValidationRule(
    value = "!has(self.webhook) || " + EtlConnectionSpec.ONE_OF_ALL,
    message =
        "a connection has exactly one kind: write one of postgres, s3, redshift, slack, teams,"
            + " email, pagerduty, webhook")
public record EtlConnectionSpec(
    @JsonPropertyDescription("postgres is a PostgreSQL database. None: another kind.")
        @Nullable PostgresSpec postgres,
    @JsonPropertyDescription("s3 is a bucket. None: another kind.") @Nullable S3Spec s3,
    @JsonPropertyDescription("redshift is a warehouse. None: another kind.")
        @Nullable RedshiftSpec redshift,
    @JsonPropertyDescription(
            "credentials to use; only s3 and email do without. None: the identity of the pod (s3),"
                + " no login (email).")
        @Nullable CredentialsSpec credentials,
    @JsonPropertyDescription(
            "limits that all pipelines share. None: unlimited runs, 4 connections a run.")
        @Nullable LimitsSpec limits,
    @JsonPropertyDescription(
            "allow narrows what pipelines may do here. None: whatever the credentials may.")
        @Nullable AllowSpec allow,
    @JsonPropertyDescription(
            "slack is a workspace that is told of incidents; its Secret has the key token (a bot's) or"
                + " webhook. None: another kind.")
        @Nullable SlackSpec slack,
    @JsonPropertyDescription(
            "teams is a channel of Microsoft Teams that is told of incidents; its Secret has the key"
                + " webhook. None: another kind.")
        @Nullable TeamsSpec teams,
    @JsonPropertyDescription(
            "email are people who are told of incidents; its Secret has the keys username and"
                + " password. None: another kind.")
        @Nullable EmailSpec email,
    @JsonPropertyDescription(
            "pagerduty is a service that is told of incidents; its Secret has the key routingKey."
                + " None: another kind.")
        @Nullable PagerDutySpec pagerduty,
    @JsonPropertyDescription(
            "webhook is an endpoint that is told of incidents by signed CloudEvents; its Secret has"
                + " the key signingKey. None: another kind.")
        @Nullable WebhookSpec webhook) {

  /** The rule of the kinds that came later. */
  static final String ONE_OF_ALL =
      "[has(self.postgres), has(self.s3), has(self.redshift), has(self.slack), has(self.teams),"
          + " has(self.email), has(self.pagerduty), has(self.webhook)].filter(x, x).size() == 1";
}
