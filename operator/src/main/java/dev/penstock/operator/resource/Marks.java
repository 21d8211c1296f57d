package dev.penstock.operator.resource;

/** Every label and annotation that the operator writes, beside those of the runner's contract. */
public final class Marks {
  /** Label on whatever the operator makes; its value is {@link #PENSTOCK}. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String PENSTOCK = "penstock";

  /** The selector of informers. */
  public static final String MANAGED = MANAGED_BY + "=" + PENSTOCK;

  /** Label on ConfigMap, CronJob, Job and Pod: the pipeline's name. */
  public static final String PIPELINE = "penstock.dev/pipeline";

  /**
   * Label on a Job that reads the commit log on behalf of a run, and on its pods: the run's UID.
   */
  public static final String REPORT = "penstock.dev/report";

  /** Label on a Job that checks a connection, and on its pods: the connection's UID. */
  public static final String CONNECTION_CHECK = "penstock.dev/connection-check";

  /** Annotation on the pod of a check: the connection, which the pod reads as a file. */
  public static final String CONNECTION_MANIFEST = "penstock.dev/connection-manifest";

  /**
   * Annotation on an EtlConnection: any text that it did not have before asks for a check; on the
   * Job of a check: the text that it answers.
   */
  public static final String CHECK = "penstock.dev/check";

  /** Annotation on Jobs: the connections that a run opens, separated by commas. */
  public static final String CONNECTIONS = "penstock.dev/connections";

  /**
   * Annotation on Jobs: the hash of the spec that the run is pinned to; on an EtlRun that {@code
   * runOnChange} made: the hash that it is for.
   */
  public static final String SPEC_HASH = "penstock.dev/spec-hash";

  /** Annotation on Jobs: the priority of the pipeline when the Job was made; absent: 0. */
  public static final String PRIORITY = "penstock.dev/priority";

  /** Annotation on the Job of a request: the UID of the pipeline whose template it is. */
  public static final String PIPELINE_UID = "penstock.dev/pipeline-uid";

  /**
   * Annotation on an EtlRun that {@code after} made: the commits that it is for, as {@code
   * name=uid:number} separated by commas.
   */
  public static final String UPSTREAMS = "penstock.dev/upstreams";

  /** Annotation on a Job that must never start: the reason why. */
  public static final String WITHDRAWN = "penstock.dev/withdrawn";

  /** Annotation on an EtlRun that records a Job: the Job's name. */
  public static final String JOB_NAME = "penstock.dev/job-name";

  /** Annotation on an EtlRun that records a Job: the Job's UID. */
  public static final String JOB_UID = "penstock.dev/job-uid";

  /** Label on the EtlRun of a window: the UID of the backfill that it belongs to. */
  public static final String BACKFILL = "penstock.dev/backfill";

  /** Annotation on a Job that lets every other Job of its pipeline go first. */
  public static final String YIELDS = "penstock.dev/yields";

  /** Annotation on an EtlConnection that notifies: the id of a test message that is wanted. */
  public static final String NOTIFY_TEST = "penstock.dev/notify-test";

  /** Label that the Job controller writes on pods: the Job's UID. */
  public static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";

  /** Label that the Job controller writes on pods: the Job's name. */
  public static final String JOB = "batch.kubernetes.io/job-name";

  /** Annotation that the CronJob controller writes on Jobs: when the run was due. */
  public static final String CRONJOB_SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

  /** Annotation that {@code kubectl create job --from} writes on Jobs. */
  public static final String INSTANTIATE = "cronjob.kubernetes.io/instantiate";

  private Marks() {}
}
