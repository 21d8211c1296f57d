package dev.penstock.cli.cluster;

import dev.penstock.api.runner.RunnerContract;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The log of one pod's runner from its beginning, over as many connections as that takes: nodes and
 * proxies end one when the file is rotated or nothing was written for a while. Lines are asked for
 * with their times, so that the next connection begins behind the last line. One that brings
 * nothing for a while may have died without a word: it is given up, too, and the pod is asked how
 * it stands. One thread uses it.
 */
public final class FollowedLog {
  /** A pod may print nothing for longer: that costs two requests. */
  static final Duration SILENCE = Duration.ofMinutes(1);

  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;
  private final Consumer<String> lines;
  private final Duration silence;
  // The latest line that was told, and how many lines of that very moment were.
  private Instant last = Instant.MIN;
  private int told;
  // Up to where this connection repeats what was told; empty: it is past that.
  private Optional<Instant> repeats = Optional.empty();
  private int left;

  /**
   * @param lines gets each line once
   * @param silence after which a connection is given up
   */
  FollowedLog(
      KubernetesClient client,
      String namespace,
      String pod,
      Consumer<String> lines,
      Duration silence) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
    this.lines = lines;
    this.silence = silence;
  }

  /**
   * Tells what one connection brings.
   *
   * @return whether nothing more will come: the container has ended, or the pod is gone; a
   *     connection that broke or fell silent is followed by another
   * @throws Refusal if none could be opened
   */
  public boolean read() throws InterruptedException {
    // Before the lines: what is written until then is among them.
    boolean ended = ended();
    repeats = Optional.of(last);
    left = told;
    try (var stream = open();
        var heard = new Heard(stream, silence);
        var reader = new BufferedReader(new InputStreamReader(heard, StandardCharsets.UTF_8))) {
      var rest = tell(reader);
      if (heard.gaveUp()) {
        return false;
      }
      if (ended && !rest.isEmpty()) {
        tell(rest);
      }
      return ended;
    } catch (TimeoutException silent) {
      // Some servers send nothing at all before the first line.
      return false;
    } catch (KubernetesClientException answer) {
      if (answer.getCode() == NOT_FOUND) {
        return true;
      }
      throw refused(answer);
    } catch (IOException broken) {
      return false;
    }
  }

  private boolean ended() {
    try {
      var found = client.pods().inNamespace(namespace).withName(pod).get();
      return found == null || ended(found);
    } catch (KubernetesClientException answer) {
      throw refused(answer);
    }
  }

  private static boolean ended(Pod found) {
    return found.getStatus() != null
        && found.getStatus().getContainerStatuses().stream()
            .filter(status -> RunnerContract.CONTAINER.equals(status.getName()))
            .map(ContainerStatus::getState)
            .anyMatch(state -> state != null && state.getTerminated() != null);
  }

  private InputStream open() throws InterruptedException, TimeoutException {
    var since =
        last.equals(Instant.MIN) ? "" : "&sinceTime=" + last.truncatedTo(ChronoUnit.SECONDS);
    var place =
        "%sapi/v1/namespaces/%s/pods/%s/log?container=%s&follow=true&timestamps=true%s"
            .formatted(client.getMasterUrl(), namespace, pod, RunnerContract.CONTAINER, since);
    var http = client.getHttpClient();
    // Nothing may come for hours.
    var asked = http.newHttpRequestBuilder().uri(URI.create(place)).forStreaming().build();
    try {
      var coming = http.sendAsync(asked, InputStream.class);
      HttpResponse<InputStream> answer;
      try {
        answer = coming.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException silent) {
        coming.cancel(true); // which closes what comes late
        throw silent;
      }
      if (!answer.isSuccessful()) {
        throw said(answer);
      }
      return answer.body();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KubernetesClientException answer
          ? answer
          : new KubernetesClientException(String.valueOf(e.getMessage()), e);
    }
  }

  private static KubernetesClientException said(HttpResponse<InputStream> answer) {
    String text;
    try (var body = answer.body()) {
      text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      text = "";
    }
    try {
      var status = Serialization.unmarshal(text, Status.class);
      return new KubernetesClientException(status.getMessage(), answer.code(), status);
    } catch (RuntimeException noStatus) {
      return new KubernetesClientException(
          "HTTP %d %s".formatted(answer.code(), text.strip()), answer.code(), null);
    }
  }

  /** {@return the line without its end: to be told only if that will not come} */
  private String tell(BufferedReader reader) throws IOException {
    var line = new StringBuilder();
    for (int letter = reader.read(); letter >= 0; letter = reader.read()) {
      if (letter == '\n') {
        tell(line.toString());
        line.setLength(0);
      } else {
        line.append((char) letter);
      }
    }
    return line.toString();
  }

  private void tell(String line) {
    int space = line.indexOf(' ');
    Instant time;
    try {
      time = Instant.parse(space < 0 ? line : line.substring(0, space));
    } catch (DateTimeException untimed) {
      lines.accept(line);
      return;
    }
    if (repeated(time)) {
      return;
    }
    if (time.isAfter(last)) {
      last = time;
      told = 0;
    }
    if (time.equals(last)) {
      told++;
    }
    lines.accept(space < 0 ? "" : line.substring(space + 1));
  }

  /** Times are not in order where a clock was set back: that counts for what was told only. */
  private boolean repeated(Instant time) {
    if (repeats.isEmpty() || time.isBefore(repeats.get())) {
      return repeats.isPresent();
    }
    if (time.equals(repeats.get()) && left > 0) {
      left--;
      return true;
    }
    repeats = Optional.empty();
    return false;
  }

  private Refusal refused(KubernetesClientException answer) {
    return Refusal.of(
        "The log of pod %s in namespace %s can not be read".formatted(pod, namespace),
        String.valueOf(client.getMasterUrl()),
        answer);
  }
}
