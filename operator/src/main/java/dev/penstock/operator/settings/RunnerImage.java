package dev.penstock.operator.settings;

/**
 * The image of the runner's container.
 *
 * @param pullPolicy as in the Pod API
 */
public record RunnerImage(String name, String pullPolicy) {
  public RunnerImage {
    if (name.isBlank()) {
      throw new IllegalArgumentException("The runner's image has no name");
    }
  }
}
