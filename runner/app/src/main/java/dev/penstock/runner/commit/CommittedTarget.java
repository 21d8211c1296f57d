package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one entry adds to one target.
 *
 * @param bucket where the parts lie
 * @param dataset path below which the parts become visible; empty: warehouse only
 * @param upsert how a warehouse applies the rows; empty: it adds them
 * @param columns of the parts, in their order
 * @param adapted how the table was fitted to the rows; empty: nothing had to be done, or it has no
 *     table
 * @param replaces what its rows take the place of; empty: nothing but what {@code upsert} and
 *     {@code days} say
 * @param days whose rows its rows take the place of; each part is of one of them. Empty: of none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CommittedTarget(
    String name,
    Place bucket,
    Optional<String> dataset,
    Optional<Warehouse> warehouse,
    Optional<Upsert> upsert,
    List<Column> columns,
    List<CommittedPart> parts,
    Optional<Adapted> adapted,
    Optional<Replaced> replaces,
    Optional<Days> days) {
  /** What the rows of an entry take the place of; names are part of the format. */
  public enum Replaced {
    /** All that earlier entries say of the target. */
    @JsonProperty("all")
    ALL
  }

  /** A bucket: the connection by which runs reach it, and its name for every other reader. */
  public record Place(String connection, String name) {}

  /**
   * A side in a warehouse.
   *
   * @param table qualified, lower case
   * @param previous number of the newest earlier entry that this table holds, 0 or the baseline; an
   *     entry that supersedes all earlier ones applies whatever the table holds
   * @param takesOver where a ledger of another log stands, which such an entry may take over from
   *     exactly there; empty: none
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Warehouse(
      String connection, String table, long previous, Optional<Ledger.Position> takesOver) {
    /** Of a ledger that follows no other log. */
    public Warehouse(String connection, String table, long previous) {
      this(connection, table, previous, Optional.empty());
    }
  }

  /**
   * The warehouse keeps the newest version of each key.
   *
   * @param key columns that are never NULL; names as in the parts, but for upper and lower case
   * @param orderBy columns whose greatest values, in order, are the newest version within the entry
   * @param deleted column that tells deletes, by true or by a moment: the table does not hold keys
   *     whose newest version is one; empty: there are none
   * @param absent what becomes of keys of the table that the entry does not bring; empty: they stay
   * @param versions what becomes of the versions before the newest one; empty: they go
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Upsert(
      List<String> key,
      List<String> orderBy,
      Optional<String> deleted,
      Optional<Absent> absent,
      Optional<Versions> versions) {
    /** What becomes of keys that an entry does not bring; names are part of the format. */
    public enum Absent {
      /** They go from the table, and stay in the dataset. */
      @JsonProperty("deleted")
      DELETED
    }

    /** What becomes of older versions; names are part of the format. */
    public enum Versions {
      /** They stay in the table, each with the instants between which it was valid. */
      @JsonProperty("kept")
      KEPT
    }

    /** Which keeps the newest version alone. */
    public Upsert(
        List<String> key, List<String> orderBy, Optional<String> deleted, Optional<Absent> absent) {
      this(key, orderBy, deleted, absent, Optional.empty());
    }

    /** Whose keys stay. */
    public Upsert(List<String> key, List<String> orderBy) {
      this(key, orderBy, Optional.empty(), Optional.empty());
    }

    public Upsert {
      key = List.copyOf(key);
      orderBy = List.copyOf(orderBy);
      // Entries of an earlier format do not have them.
      deleted = deleted == null ? Optional.empty() : deleted;
      absent = absent == null ? Optional.empty() : absent;
      versions = versions == null ? Optional.empty() : versions;
      if (key.isEmpty()) {
        throw new IllegalArgumentException("An upsert without a key");
      }
      if (deleted.isPresent() && absent.isPresent()) {
        throw new IllegalArgumentException("An upsert deletes by a column or by absence, not both");
      }
      if (versions.isPresent() && (absent.isPresent() || orderBy.isEmpty())) {
        throw new IllegalArgumentException(
            "Versions are kept from an instant on, until a row says that it is deleted");
      }
    }

    /** {@return whether the table holds nothing but the newest versions of the entry's rows} */
    public boolean deletesAbsent() {
      return absent.isPresent();
    }

    /** {@return whether the table holds every version, and when it was valid} */
    public boolean keepsVersions() {
      return versions.isPresent();
    }

    private List<String> columns() {
      return Stream.of(key.stream(), orderBy.stream(), deleted.stream())
          .flatMap(names -> names)
          .toList();
    }
  }

  /**
   * A column of the parts.
   *
   * @param type of the table, as SQL
   * @param carried the type in the parts where it differs; the publish casts
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Column(String name, String type, Optional<String> carried) {}

  /**
   * How a table and the rows that came were brought together.
   *
   * @param changes what the attempt did to the table; one that died before it committed may have
   *     done more, which no entry tells
   * @param ignored columns of the parts that the table goes without; the publish leaves them out
   * @param emptied columns of the table that the parts do not have, in which the rows hold NULL
   */
  public record Adapted(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Change> changes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> ignored,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> emptied) {
    public Adapted {
      changes = changes == null ? List.of() : List.copyOf(changes);
      ignored = ignored == null ? List.of() : List.copyOf(ignored);
      emptied = emptied == null ? List.of() : List.copyOf(emptied);
    }

    /** {@return whether nothing had to be done} */
    public boolean nothing() {
      return changes.isEmpty() && ignored.isEmpty() && emptied.isEmpty();
    }

    /** {@return what was done, a few words each, for people} */
    public List<String> words() {
      return Stream.of(
              changes.stream().map(Change::words),
              ignored.stream().map(column -> "goes without column " + column),
              emptied.stream().map(column -> "holds NULL in column " + column))
          .flatMap(each -> each)
          .toList();
    }
  }

  /**
   * A change of a table.
   *
   * @param from the type before, as the warehouse declares it; empty: the column was not there
   * @param to the type after
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Change(String column, Optional<String> from, String to) {
    /** {@return what it is, as {@code widened column note from VARCHAR(4) to VARCHAR(512)}} */
    public String words() {
      return from.map(before -> "widened column %s from %s to %s".formatted(column, before, to))
          .orElseGet(() -> "added column %s %s".formatted(column, to));
    }
  }

  /**
   * Whose table fitted, or that has none, and whose rows take the place of what {@code upsert}
   * says.
   */
  public CommittedTarget(
      String name,
      Place bucket,
      Optional<String> dataset,
      Optional<Warehouse> warehouse,
      Optional<Upsert> upsert,
      List<Column> columns,
      List<CommittedPart> parts) {
    this(
        name,
        bucket,
        dataset,
        warehouse,
        upsert,
        columns,
        parts,
        Optional.empty(),
        Optional.empty());
  }

  /** Whose rows take the place of what {@code upsert} or {@code replaces} says. */
  public CommittedTarget(
      String name,
      Place bucket,
      Optional<String> dataset,
      Optional<Warehouse> warehouse,
      Optional<Upsert> upsert,
      List<Column> columns,
      List<CommittedPart> parts,
      Optional<Adapted> adapted,
      Optional<Replaced> replaces) {
    this(
        name,
        bucket,
        dataset,
        warehouse,
        upsert,
        columns,
        parts,
        adapted,
        replaces,
        Optional.empty());
  }

  public CommittedTarget {
    days = days == null ? Optional.empty() : days;
    // Entries of an earlier format do not have it.
    adapted = adapted == null ? Optional.empty() : adapted;
    if (upsert.isPresent() && replaces.isPresent()) {
      throw new IllegalArgumentException(
          "Target %s replaces by key and all at once".formatted(name));
    }
    if (days.isPresent() && (upsert.isPresent() || replaces.isPresent())) {
      throw new IllegalArgumentException(
          "Target %s replaces days, and more at once".formatted(name));
    }
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
    for (var part : parts) {
      if (!part.day().equals(days.flatMap(all -> part.day().filter(all::covers)))
          || part.day().isPresent() != days.isPresent()) {
        throw new IllegalArgumentException(
            "Part %s of target %s is of no day that is replaced".formatted(part.staged(), name));
      }
    }
    for (var needed : upsert.map(Upsert::columns).orElse(List.of())) {
      if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(needed))) {
        throw new IllegalArgumentException(
            "Target %s has no column %s for its upsert".formatted(name, needed));
      }
    }
    for (var part : parts) {
      if (part.visible().isPresent() != dataset.isPresent()) {
        throw new IllegalArgumentException(
            "Part %s of target %s: a final key and a dataset go together"
                .formatted(part.staged(), name));
      }
    }
  }

  /** {@return whether its table holds nothing but the newest versions of the entry's rows} */
  public boolean deletesAbsent() {
    return upsert.filter(Upsert::deletesAbsent).isPresent();
  }

  /** {@return the columns of the parts that its table does not get} */
  @JsonIgnore
  public List<String> ignored() {
    return adapted.map(Adapted::ignored).orElse(List.of());
  }

  /** {@return rows of all parts} */
  @JsonProperty("rows")
  public long rows() {
    return parts.stream().mapToLong(CommittedPart::rows).sum();
  }

  /** {@return bytes of all parts} */
  @JsonProperty("bytes")
  public long bytes() {
    return parts.stream().mapToLong(CommittedPart::bytes).sum();
  }

  /** {@return whether an earlier part of the target counts no more because of its day} */
  public boolean overtakes(CommittedPart earlier) {
    return days.isPresent() && earlier.day().filter(days.get()::covers).isPresent();
  }

  /** {@return the same with these parts alone} */
  CommittedTarget withParts(List<CommittedPart> living) {
    return new CommittedTarget(
        name, bucket, dataset, warehouse, upsert, columns, living, adapted, replaces, days);
  }

  /** {@return whether it has a side in that warehouse} */
  boolean in(String connection) {
    return warehouse.filter(side -> side.connection().equals(connection)).isPresent();
  }

  /** {@return the same with that side in a warehouse} */
  CommittedTarget in(Warehouse side) {
    return new CommittedTarget(
        name, bucket, dataset, Optional.of(side), upsert, columns, parts, adapted, replaces, days);
  }
}
