package dev.penstock.runner.init;

import dev.penstock.runner.format.Canonical;
import dev.penstock.runner.source.postgres.CatalogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes what was decided for a table as a manifest, with the reasons as comments. */
record ManifestText(Design design, Destination destination) {
  String text() {
    var lines = new Lines();
    lines.comment(0, head());
    about().forEach(fact -> lines.comment(0, fact));
    lines.add(0, "apiVersion: penstock.dev/v1alpha1");
    lines.add(0, "kind: EtlPipeline");
    lines.add(0, "metadata:");
    lines.add(2, "name: " + Words.scalar(names().pipeline()));
    lines.add(0, "spec:");
    lines.add(2, "description: " + Words.scalar(description()));
    lines.add(2, "store:");
    lines.add(4, "connection: " + Words.scalar(destination.lake()));
    destination.schedule().ifPresent(line -> lines.add(2, "schedule: " + Words.quoted(line)));
    lines.add(2, "sources:");
    source(lines);
    lines.add(2, "targets:");
    target(lines);
    // What it writes is written so already; what it does not, for a name nobody thought of, it
    // would refuse here and not at the desk of a person.
    return Canonical.of(String.join("\n", lines.all) + "\n", names().pipeline() + ".yaml");
  }

  private static final class Lines {
    private final List<String> all = new ArrayList<>();

    void add(int indent, String line) {
      all.add(" ".repeat(indent) + line);
    }

    void comment(int indent, String text) {
      Words.comment(text, indent).forEach(line -> add(indent, line));
    }

    void list(int indent, String key, List<String> items) {
      Words.list(key, items).forEach(line -> add(indent, line));
    }
  }

  private TableNames names() {
    return design.names();
  }

  private String qualified() {
    return design.table().entry().qualified();
  }

  private String head() {
    return "%s of connection %s, %s. Written by penstock init from the catalog: review what is assumed."
        .formatted(qualified(), destination.source(), size());
  }

  private String size() {
    var rows = design.table().rows();
    if (design.table().entry().kind() == CatalogEntry.Kind.VIEW) {
      return "whose rows nobody has counted";
    }
    boolean known = rows.isPresent() && (!design.table().elsewhere() || rows.getAsLong() > 0);
    var counted = known ? Amount.rows(rows.orElse(0)) : "rows not counted yet";
    if (design.table().elsewhere()) {
      return counted + ", size not known here";
    }
    return design.table().bytes() == 0
        ? counted
        : "%s, %s".formatted(counted, Amount.bytes(design.table().bytes()));
  }

  private List<String> about() {
    var table = design.table();
    List<String> about = new ArrayList<>();
    switch (table.entry().kind()) {
      case TABLE -> {}
      case PARTITIONED ->
          about.add("It is read with all its partitions, which have no manifests of their own.");
      case VIEW -> about.add("It is a view: every run computes it.");
      case MATERIALIZED_VIEW ->
          about.add("It is a materialized view: a run sees what its last refresh left.");
      case FOREIGN ->
          about.add("It is a foreign table: every run reads it through the other server.");
    }
    if (table.inherited()) {
      about.add("Other tables inherit from it, whose rows are read with its own.");
    }
    if (!table.entry().partition()) {
      table
          .entry()
          .parent()
          .ifPresent(parent ->
              about.add("Its rows are rows of %s, too, from which it inherits.".formatted(parent)));
    }
    if (table.filtered()) {
      about.add(
          "Row level security is on: rows that its policies hide from the user are not read.");
    }
    return about;
  }

  private String description() {
    var written =
        design
            .table()
            .comment()
            .map(comment -> Words.plain(comment.strip().replaceAll("\\s+", " ")))
            .filter(comment -> !comment.isBlank() && comment.length() <= 1024);
    return written.orElseGet(() -> Words.plain(qualified()) + " of " + destination.source());
  }

  private void source(Lines lines) {
    lines.add(4, "- name: " + Words.scalar(names().relation()));
    lines.add(6, "connection: " + Words.scalar(destination.source()));
    lines.add(6, "table:");
    lines.add(8, "name: " + Words.scalar(qualified()));
    for (var out : design.columns().leftOut()) {
      lines.comment(8, "Left out: %s %s.".formatted(out.column().name(), out.reason()));
    }
    if (!design.named().isEmpty()) {
      lines.list(8, "columns", design.named());
    }
    if (design.load() instanceof Load.Increments increments) {
      incremental(increments).forEach(sentence -> lines.comment(8, sentence));
      lines.add(8, "incremental:");
      lines.add(10, "column: " + Words.scalar(increments.cursor().name()));
      lines.list(10, "key", increments.key().names());
      lines.add(10, "overlap: 10m");
      zone(increments).ifPresent(zone -> lines.add(10, "timeZone: " + Words.scalar(zone)));
      if (increments.includesMissing()) {
        lines.add(10, "nulls: Include");
      }
      lines.add(10, "deletes: Ignore");
    }
  }

  private Optional<String> zone(Load.Increments increments) {
    return Cursor.hasZone(increments.cursor()) ? Optional.empty() : destination.timeZone();
  }

  private List<String> incremental(Load.Increments increments) {
    var cursor = increments.cursor();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Cursor: %s %s%s%s. Assumed: every change of a row moves it on."
            .formatted(
                cursor.name(),
                CursorName.ROW_CHANGED.promise(),
                cursor.nullable() ? "" : ", NOT NULL",
                increments.index().map(index -> ", found by index " + index).orElse("")));
    if (increments.index().isEmpty()) {
      sentences.add(
          "No index begins with it: each run scans the whole table%s."
              .formatted(
                  design.bytes().orElse(0) == 0
                      ? ""
                      : ", " + Amount.bytes(design.table().bytes())));
    }
    zone(increments)
        .ifPresent(zone ->
            sentences.add(
                "Assumed: its times, which have no zone, are those of %s, as --time-zone said. Rows with"
                        .formatted(zone)
                    + " times of a zone farther west would be lost."));
    if (cursor.nullable()) {
      sentences.add(missing(increments));
    }
    if (!design.others().isEmpty()) {
      sentences.add("Not chosen: %s.".formatted(design.others()));
    }
    sentences.add(
        "Key: %s. 10 minutes are read again for clocks that differ; deleted rows stay in the targets."
            .formatted(increments.key().origin()));
    if (design.textKey() && destination.warehouse().isPresent()) {
      sentences.add(
          "Redshift ignores blanks at the end of a text when it compares: keys that differ in nothing"
              + " else are one key there (docs/commit-protocol.md).");
    }
    if (design.small()) {
      sentences.add(
          "The table is small: without incremental, and with mode: Replace and no key, runs would see"
              + " deletions too.");
    }
    return sentences;
  }

  private static String missing(Load.Increments increments) {
    if (!increments.includesMissing()) {
      return "It may be NULL; the statistics know of no such row, and the first one stops the run (nulls:"
          + " Fail).";
    }
    var share = increments.cursor().missing();
    return "It may be NULL%s: such rows are read by every run (nulls: Include)."
        .formatted(
            share.isPresent()
                ? String.format(
                    Locale.ROOT,
                    ", in %.1f %% of the rows by the statistics",
                    share.getAsDouble() * 100)
                : "");
  }

  private void target(Lines lines) {
    lines.add(4, "- name: " + Words.scalar(names().pipeline()));
    lines.add(6, "from: " + Words.scalar(names().relation()));
    switch (design.load()) {
      case Load.Increments increments -> {
        lines.add(6, "mode: Upsert");
        lines.list(6, "key", increments.key().names());
      }
      case Load.Whole whole -> {
        replace(whole).forEach(sentence -> lines.comment(6, sentence));
        lines.add(6, "mode: Replace");
      }
    }
    lines.add(6, "s3:");
    lines.add(8, "connection: " + Words.scalar(destination.lake()));
    lines.add(8, "path: " + Words.scalar(names().path()));
    destination
        .warehouse()
        .ifPresent(warehouse -> {
          lines.add(6, "redshift:");
          lines.add(8, "connection: " + Words.scalar(warehouse));
          lines.add(8, "table: " + Words.scalar(names().schema() + "." + names().table()));
        });
  }

  /** {@return what a run reads of a large table} */
  private String read() {
    var bytes = design.bytes().orElse(0);
    var rows = design.table().rows();
    return rows.isPresent() && (bytes == 0 || rows.getAsLong() >= Design.MANY)
        ? Amount.rows(rows.getAsLong()) + (bytes == 0 ? "" : ", " + Amount.bytes(bytes))
        : Amount.bytes(bytes);
  }

  private List<String> replace(Load.Whole whole) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Every run reads all rows and replaces those of the targets: %s."
            .formatted(String.join("; ", whole.reasons())));
    if (design.large()) {
      sentences.add(
          "It is large: each run reads %s. ".formatted(read())
              + "A key, and a time that moves on with every change and has an index, would let runs"
              + " read what changed.");
    }
    design
        .cursor()
        .column()
        .ifPresent(column ->
            sentences.add(
                "%s would be a cursor. Where columns tell rows apart: incremental with it and that key, mode:"
                        .formatted(column.name())
                    + " Upsert. Where rows never change: incremental without key, mode: Append."));
    if (!design.others().isEmpty()) {
      sentences.add("Not taken for a cursor: %s.".formatted(design.others()));
    }
    if (design.empty()) {
      sentences.add(
          "It holds no rows now, and a run without rows is refused; allowEmpty: true lets it succeed.");
    }
    return sentences;
  }
}
