package dev.penstock.api.runner;

/** Paths, variables and annotations between the operator, which sets them, and the runner. */
public final class RunnerContract {
  /** The directory with {@link #MANIFESTS}. */
  public static final String CONFIG_DIRECTORY = "/etc/penstock/config";

  /** A List of the pipeline and its connections, as JSON. */
  public static final String MANIFESTS = "manifests.json";

  /** One directory per Secret, one file per key. */
  public static final String SECRETS_DIRECTORY = "/etc/penstock/secrets";

  /** Where the container leaves a {@link TerminationMessage}. */
  public static final String TERMINATION_MESSAGE_PATH = "/dev/termination-log";

  /** The scratch volume. */
  public static final String SCRATCH_DIRECTORY = "/scratch";

  /** The container that decides the outcome; podFailurePolicy names it. */
  public static final String CONTAINER = "runner";

  public static final String NAMESPACE = "PENSTOCK_NAMESPACE";

  /** UID of the run, never a name: names come back. */
  public static final String RUN_ID = "PENSTOCK_RUN_ID";

  public static final String RUN_NAME = "PENSTOCK_RUN_NAME";

  /** UID of the pod. */
  public static final String ATTEMPT = "PENSTOCK_ATTEMPT";

  /** When the run was due, RFC 3339. */
  public static final String SCHEDULED_TIME = "PENSTOCK_SCHEDULED_TIME";

  public static final String TRIGGER = "PENSTOCK_TRIGGER";

  /** A {@link RunRequest} as JSON; absent: an increment. */
  public static final String REQUEST = "PENSTOCK_REQUEST";

  public static final String SCRATCH = "PENSTOCK_SCRATCH";
  public static final String TERMINATION_MESSAGE = "PENSTOCK_TERMINATION_MESSAGE";

  /**
   * Pod-template annotations that the operator writes at admission; the downward API carries them.
   */
  public static final String RUN_UID_ANNOTATION = "penstock.dev/run-uid";

  public static final String RUN_NAME_ANNOTATION = "penstock.dev/run-name";
  public static final String TRIGGER_ANNOTATION = "penstock.dev/trigger";
  public static final String SCHEDULED_TIME_ANNOTATION = "penstock.dev/scheduled-time";

  /** Only where the run asks for more than an increment. */
  public static final String REQUEST_ANNOTATION = "penstock.dev/request";

  /** Where OpenLineage events go; by its own specification, as the two after it. */
  public static final String OPENLINEAGE_URL = "OPENLINEAGE_URL";

  public static final String OPENLINEAGE_ENDPOINT = "OPENLINEAGE_ENDPOINT";
  public static final String OPENLINEAGE_NAMESPACE = "OPENLINEAGE_NAMESPACE";

  /** Where traces go; by the specification of OpenTelemetry. */
  public static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  public static final String OTLP_TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

  /** Whether events hold the text of steps: {@code true}, or nothing. */
  public static final String LINEAGE_SQL = "PENSTOCK_LINEAGE_SQL";

  /** The directory of the Secret with what the two endpoints ask for. */
  public static final String TELEMETRY_SECRET = "PENSTOCK_TELEMETRY_SECRET";

  /** Where the operator mounts it. */
  public static final String TELEMETRY_DIRECTORY = "/etc/penstock/telemetry";

  private RunnerContract() {}
}
