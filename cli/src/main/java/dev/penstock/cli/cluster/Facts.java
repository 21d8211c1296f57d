package dev.penstock.cli.cluster;

import dev.penstock.api.EtlConnectionSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Set;

/**
 * What can be read of one namespace. Pipelines and runs have to be readable, else a {@link
 * Refusal}; all others may be gone or forbidden.
 */
public interface Facts {
  /** {@return the name of the namespace} */
  String name();

  /** {@return the pipeline of that name} */
  Found<SeenPipeline> pipeline(String name);

  /** {@return all runs, the newest first} */
  List<SeenRun> runs();

  /** {@return a connection as it stands now} */
  Found<EtlConnectionSpec> connection(String name);

  /** {@return the Job of that name} */
  Found<Job> job(String name);

  /** {@return the pods of a Job that are still there, the newest first} */
  Found<List<Pod>> pods(String job);

  /** {@return the ConfigMap of that name} */
  Found<ConfigMap> configMap(String name);

  /** {@return the events about objects of these names, the newest first} */
  Found<List<Event>> events(Set<String> names);

  /** {@return the last lines of the runner's log} */
  Found<List<String>> log(Pod pod, int lines);
}
