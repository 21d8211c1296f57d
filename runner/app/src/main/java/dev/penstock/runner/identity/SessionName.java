package dev.penstock.runner.identity;

/**
 * The name of a role's session, by which CloudTrail tells runs apart.
 *
 * @param text at most 64 characters of those that STS takes
 */
public record SessionName(String text) {
  private static final int LONGEST = 64;

  public SessionName {
    if (!text.matches("[\\w+=,.@-]{2,64}")) {
      throw new IllegalArgumentException("No name of a session");
    }
  }

  /**
   * {@return the name for an application name}
   *
   * @param application {@code penstock/<pipeline>/<run>/<attempt>}, or with fewer parts. The
   *     attempt is left out; where room lacks, the pipeline gives way to the run
   */
  public static SessionName of(String application) {
    var parts = application.split("/", -1);
    var pipeline = parts.length > 1 ? parts[1] : "";
    var run = parts.length > 2 ? "-" + parts[2] : "";
    var head = "penstock-";
    int room = Math.max(1, LONGEST - head.length() - run.length());
    var text = head + pipeline.substring(0, Math.min(room, pipeline.length())) + run;
    return new SessionName(
        text.substring(0, Math.min(LONGEST, text.length())).replaceAll("[^\\w+=,.@-]", "-"));
  }
}
