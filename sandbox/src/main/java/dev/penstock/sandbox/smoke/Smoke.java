package dev.penstock.sandbox.smoke;

import dev.penstock.sandbox.DirectoryTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Asks all cases of one account, one after the other, and cleans up behind each. */
public final class Smoke {
  /** The lake's folder in the bucket; each start has its own below it. */
  static final String PREFIX = "_penstock_smoke";

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final PrintStream out;
  private int different;

  public Smoke(PrintStream out) {
    this.out = out;
  }

  /**
   * Which account, and what of it.
   *
   * @param files manifests with the connections and their Secrets
   * @param redshift name of the EtlConnection; needed if there are several
   * @param s3 as {@code redshift}
   * @param numbers of cases; empty means all
   */
  public record Request(
      List<Path> files, Optional<String> redshift, Optional<String> s3, Set<Integer> numbers) {
    public Request {
      files = List.copyOf(files);
      numbers = Set.copyOf(numbers);
    }
  }

  /**
   * Prints a block for each case and a last line; returns how many answers are others than
   * expected.
   *
   * @throws WrongConnectionException if the files don't say how to reach the account
   * @throws SQLException if the warehouse can't be reached
   */
  public int run(Request request) throws SQLException, IOException, InterruptedException {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    String start = HexFormat.of().formatHex(random);
    ConnectionFiles files = ConnectionFiles.read(request.files());
    Path folder = Files.createTempDirectory("penstock-smoke");
    try {
      Warehouse warehouse = files.warehouse(request.redshift(), folder);
      try (Lake lake = files.lake(request.s3(), PREFIX + "/" + start)) {
        askAll(chosen(request.numbers()), warehouse, lake, folder, "penstock_smoke_" + start);
      }
      return different;
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private void askAll(
      List<SmokeCase> cases, Warehouse warehouse, Lake lake, Path folder, String schemas)
      throws SQLException, InterruptedException {
    warehouse.connect(new Properties()).close();
    out.printf("Warehouse: %s%nFiles:     %s%nSchemas:   %s_*%n%n", warehouse, lake, schemas);
    for (SmokeCase smokeCase : cases) {
      ask(smokeCase, warehouse, lake, folder, "%s_%02d".formatted(schemas, smokeCase.number()));
    }
    out.printf(
        "%d of %d as expected%s%n",
        cases.size() - different,
        cases.size(),
        different == 0 ? "" : "; docs/redshift-smoke.md says what to do with the others");
  }

  private static List<SmokeCase> chosen(Set<Integer> numbers) {
    return SmokeCases.all().stream()
        .filter(it -> numbers.isEmpty() || numbers.contains(it.number()))
        .toList();
  }

  private void ask(SmokeCase it, Warehouse warehouse, Lake lake, Path folder, String schema)
      throws InterruptedException {
    long began = System.nanoTime();
    String seen = answer(it, warehouse, lake, folder, schema);
    boolean same = seen.equals(it.expected());
    if (!same) {
      different++;
    }
    out.printf(
        "%2d %-9s %s (%d ms)%n   expected  %s%n   seen      %s%n",
        it.number(),
        same ? "ok" : "DIFFERENT",
        it.behaviour().says(),
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        it.expected(),
        seen);
    out.flush();
  }

  /** What is seen; an error that the case didn't count on is an answer too. */
  private static String answer(
      SmokeCase it, Warehouse warehouse, Lake lake, Path folder, String schema)
      throws InterruptedException {
    List<String> said = new ArrayList<>();
    try (Account account = new Account(warehouse, lake, folder, schema);
        AtExit ignored = AtExit.close(account)) {
      said.add(
          Account.beside(() -> it.attempt().see(account))
              .get(LONGEST.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      said.add("failed: " + (e.getCause() == null ? e : e.getCause()).getMessage());
    } catch (TimeoutException e) {
      said.add("no answer within %d minutes".formatted(LONGEST.toMinutes()));
    } catch (SQLException | SdkException | IOException e) {
      said.add("schema %s can't be made or dropped: %s".formatted(schema, e.getMessage()));
    }
    return String.join("; ", said).replaceAll("\\s+", " ").strip();
  }
}
