package dev.penstock.runner.change;

import dev.penstock.api.model.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the columns of pipelines. */
public interface Knowledge {
  /** {@return per source and step what is known of its columns} */
  Map<String, Outline> relations(Environment environment, Pipeline pipeline);

  /** {@return what the warehouse said about a target; empty: nobody asked it} */
  default Optional<Standing> standing(Environment environment, Pipeline pipeline, String target) {
    return Optional.empty();
  }

  /**
   * {@return why nobody could be asked about this pipeline; empty: nobody had to be, or all
   * answered}
   */
  default Optional<Silence> silence(Environment environment, Pipeline pipeline) {
    return Optional.empty();
  }

  /**
   * Why a pipeline was not asked about.
   *
   * @param refused whether a run would be refused for the same reason
   */
  record Silence(boolean refused, String message, String nextStep) {}

  /**
   * How the table of a target stands, by the warehouse itself.
   *
   * @param exists whether it is there
   * @param refusal why it does not take the rows; empty: it does
   * @param ddl the statement that makes it
   * @param alterations the statements by which the next run fits it to its rows
   */
  record Standing(boolean exists, Optional<Refusal> refusal, String ddl, List<String> alterations) {
    public Standing {
      alterations = List.copyOf(alterations);
    }
  }

  /** Why a table does not take the rows. */
  record Refusal(String message, String nextStep) {}
}
