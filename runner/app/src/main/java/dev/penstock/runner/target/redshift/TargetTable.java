package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.literal;
import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Adapted;
import dev.penstock.runner.commit.CommittedTarget.Change;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.HistoryMismatch;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table that people read: compared before any byte moves when it is there, made when it is
 * missing and the rows are known. Whatever could refuse a row after the commit is asked before it.
 * One caller at a time.
 */
public final class TargetTable {
  private static final Logger LOG = LoggerFactory.getLogger(TargetTable.class);
  private static final String DUPLICATE_COLUMN = "42701";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** As svv_columns shows the default of an identity. */
  private static final Pattern IDENTITY =
      Pattern.compile("\"?(default_)?identity\"?\\(.*", Pattern.DOTALL);

  private final RedshiftSession session;
  private final Table table;
  private final List<Column> columns;
  private final Optional<Upsert> upsert;
  private final Earlier earlier;
  private final SchemaPolicy policy;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private Drift drift = new Drift(List.of(), List.of(), List.of(), List.of(), List.of());
  private List<String> unparsed = List.of();
  private List<String> modes = List.of();
  private boolean missing;

  /** What becomes of the rows that the table holds. */
  public enum Earlier {
    /** They stay, but for what an upsert replaces. */
    STAYS,
    /** The publish deletes those of some days. */
    DAYS_GO,
    /** The publish deletes them. */
    GOES,
    /**
     * The same; and it makes a table that is missing, because an empty one before the entry would
     * hide that rows are gone.
     */
    MAY_BE_GONE
  }

  /**
   * @param columns of the parts
   * @param upsert how rows will enter it; empty: they are added
   */
  public TargetTable(
      RedshiftSession session, Table table, List<Column> columns, Optional<Upsert> upsert) {
    this(session, table, columns, upsert, Earlier.STAYS);
  }

  /** The same. */
  public TargetTable(
      RedshiftSession session,
      Table table,
      List<Column> columns,
      Optional<Upsert> upsert,
      Earlier earlier) {
    this(session, table, columns, upsert, earlier, SchemaPolicy.DEFAULT);
  }

  /**
   * The same.
   *
   * @param policy what is done where the table and the rows differ
   */
  public TargetTable(
      RedshiftSession session,
      Table table,
      List<Column> columns,
      Optional<Upsert> upsert,
      Earlier earlier,
      SchemaPolicy policy) {
    this.session = session;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.upsert = upsert;
    this.earlier = earlier;
    this.policy = policy;
  }

  /**
   * A column as the table has it.
   *
   * @param numbered whether it is an identity, which nobody but the warehouse gives a value
   */
  record Existing(WarehouseType type, boolean nullable, boolean defaulted, boolean numbered) {
    Existing(WarehouseType type, boolean nullable, Optional<String> filled) {
      this(
          type,
          nullable,
          filled.isPresent(),
          filled.filter(IDENTITY.asMatchPredicate()).isPresent());
    }
  }

  /** Refuses a table whose columns do not take the parts' rows, or that could not be made. */
  public void prepare() {
    session.patience().repeated("look at " + table.qualified(), () -> session.alone(this::prepare));
  }

  private boolean prepare(java.sql.Connection open) throws SQLException {
    var existing = existing(open);
    missing = existing.isEmpty();
    if (upsert.filter(Upsert::keepsVersions).isPresent()) {
      refuseWithoutTemporary(open);
    }
    if (missing) {
      table.distKey().ifPresent(key -> demand(key, "distKey"));
      table.sortKey().forEach(key -> demand(key, "sortKey"));
      refuseSuperKeys();
      refuseNoRoom(open);
    } else {
      refuseView(open);
      compare(existing);
      unparsed = Drift.unparsed(existing, table, columns);
      if (!unparsed.isEmpty()) {
        LOG.info(
            "event=documents-stay warehouse={} table={} found=\"{}\"",
            session.name(),
            table.qualified(),
            String.join(", ", unparsed));
      }
      modes = Drift.modes(existing, upsert, earlier);
      refuseWithoutRights(open);
      if (!drift.added().isEmpty()) {
        refuseOthersTable(open);
      }
    }
    return true;
  }

  private void refuseView(java.sql.Connection open) throws SQLException {
    var kinds =
        session.query(
            open,
            "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND"
                + " table_name = ?",
            table.schema(),
            table.name());
    if (kinds.stream().anyMatch(row -> "VIEW".equals(row.getFirst()))) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "%s in warehouse %s is a view, which takes no rows"
              .formatted(table.qualified(), session.name()),
          "Name a table, or one that does not exist yet");
    }
  }

  // As with the rights on the table; a database may have taken it from everybody.
  private void refuseWithoutTemporary(java.sql.Connection open) throws SQLException {
    try {
      for (var statement : StagedVersions.probe()) {
        session.execute(open, statement);
      }
    } catch (SQLException e) {
      if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw e;
      }
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s may make no temporary table, in which versions for table %s are"
                  .formatted(session.name(), table.qualified())
              + " made",
          "GRANT TEMP ON DATABASE %s to that user"
              .formatted(quoted(session.connection().database())),
          e);
    }
  }

  // The publish comes after the entry, where nothing may be refused any more.
  private void refuseWithoutRights(java.sql.Connection open) throws SQLException {
    var rights =
        upsert.isPresent() || earlier != Earlier.STAYS
            ? List.of("SELECT", "INSERT", "DELETE")
            : List.of("INSERT");
    var asked =
        rights.stream()
            .map(right ->
                "CASE WHEN has_table_privilege(%s, '%s') THEN '' ELSE '%s' END"
                    .formatted(literal(qualified(table.qualified())), right, right))
            .collect(Collectors.joining(", "));
    var lacking =
        session.query(open, "SELECT " + asked).getFirst().stream()
            .filter(right -> right != null && !right.isEmpty())
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s has no %s on table %s"
              .formatted(session.name(), lacking, table.qualified()),
          "GRANT %s ON %s to that user".formatted(lacking, table.qualified()));
    }
  }

  /** {@return the statements by which {@link #settle} will alter the table, after a preparation} */
  public List<String> alterations() {
    return drift.statements(table);
  }

  /**
   * {@return what the rows and the table had to be fitted by; nothing before the rows are staged}
   */
  public Adapted adapted() {
    return new Adapted(
        List.copyOf(changes.values()),
        drift.ignored().stream().map(Column::name).toList(),
        drift.emptied());
  }

  /**
   * {@return whether the table, if it is there, has the columns by which rows find their versions}
   * After a preparation; it may be that the next settling adds them.
   */
  public boolean tellsVersions() {
    return upsert.stream()
        .allMatch(how ->
            drift.added().stream()
                .map(Column::name)
                .noneMatch(added ->
                    StagedVersions.needs(how, added)
                        || how.key().stream().anyMatch(added::equalsIgnoreCase)));
  }

  /** {@return whether the publish finds no row in it, as it is made or emptied first} */
  public boolean emptied() {
    return earlier == Earlier.MAY_BE_GONE || earlier == Earlier.GOES;
  }

  /**
   * {@return what stays as it is though the spec says Super, in words that follow the table's name;
   * nothing before a preparation}
   */
  public List<String> unparsed() {
    return unparsed;
  }

  /**
   * {@return what another mode that its target had means for its rows, likewise; nothing before a
   * preparation}
   */
  public List<String> modes() {
    return modes;
  }

  // Redshift lets nobody else alter it, and to learn that after the last row is too late.
  private void refuseOthersTable(java.sql.Connection open) throws SQLException {
    if (!isOwner(open)) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s does not own table %s, which lacks %s"
              .formatted(
                  session.name(),
                  table.qualified(),
                  drift.added().stream().map(Column::name).collect(Collectors.joining(", "))),
          "Let its owner run %s, or run ALTER TABLE %s OWNER TO that user"
              .formatted(String.join("; ", alterations()), qualified(table.qualified())));
    }
  }

  private boolean isOwner(java.sql.Connection open) throws SQLException {
    return session.number(
            open,
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = ? AND tablename = ? AND (tableowner ="
                + " current_user OR EXISTS (SELECT 1 FROM pg_user WHERE usename = current_user AND"
                + " usesuper))",
            table.schema(),
            table.name())
        > 0;
  }

  private void demand(String key, String field) {
    if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(key))) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "Table %s in warehouse %s is to be made with %s %s, which its rows do not have"
              .formatted(table.qualified(), session.name(), field, key),
          "Name a column of the relation that the target is from");
    }
  }

  private void refuseSuperKeys() {
    var made = TextWidths.unknown(table);
    for (var column : columns) {
      var field = SuperRefusal.field(table, upsert, column.name());
      if (field.isPresent() && made.declared(column).equals("SUPER")) {
        throw new ConfigurationException(
            Reason.TABLE_MISMATCH,
            "Table %s in warehouse %s is to be made with column %s as SUPER, which can not be %s"
                .formatted(table.qualified(), session.name(), column.name(), field.get()),
            sentence(SuperRefusal.remedy(field.get(), column.name())));
      }
    }
  }

  /**
   * Makes the table if it was missing, with widths for the rows that are staged, and refuses what
   * it would refuse.
   *
   * @param staging qualified
   */
  void settle(java.sql.Connection open, String staging) throws SQLException {
    var found = existing(open);
    if (found.isEmpty()) {
      if (earlier == Earlier.MAY_BE_GONE) {
        // The publish makes it, after the entry, where nothing may be refused any more.
        new StagedCheck(session, table, columns, upsert).refuse(open, parsed(), staging);
        return;
      }
      if (!missing) {
        throw gone();
      }
      create(open, longest(open, staging, columns));
    } else {
      adapt(open, found, staging);
    }
    var existing = existing(open);
    compare(existing);
    new StagedCheck(session, table, columns, upsert).refuse(open, existing, staging);
  }

  /** A new one would hold only what comes from now on, and nobody would be told. */
  private ConfigurationException gone() {
    return HistoryMismatch.mismatch(
        "Table %s in warehouse %s is gone since the run began"
            .formatted(table.qualified(), session.name()),
        HistoryMismatch.refreshOr("restore the table"));
  }

  /**
   * Refuses what {@link #settle} refuses, and changes nothing; {@return the statements by which
   * that would make or alter the table, with widths for the rows that are staged}
   *
   * @param staging qualified
   */
  List<String> foresee(java.sql.Connection open, String staging) throws SQLException {
    var found = existing(open);
    if (found.isEmpty()) {
      if (!missing && earlier != Earlier.MAY_BE_GONE) {
        throw gone();
      }
      refuseSuperKeys();
      refuseNoRoom(open);
      new StagedCheck(session, table, columns, upsert).refuse(open, parsed(), staging);
      List<String> statements = new ArrayList<>();
      statements.add(
          ddl(table, StagedVersions.columns(columns, upsert), longest(open, staging, columns)));
      statements.addAll(grants(table));
      return statements;
    }
    compare(found);
    List<String> statements = new ArrayList<>();
    if (!drift.added().isEmpty()) {
      var widths = longest(open, staging, drift.added());
      drift
          .added()
          .forEach(column -> statements.add(Drift.add(table, column, widths.declared(column))));
    }
    Map<String, Existing> then = new LinkedHashMap<>(parsed());
    then.keySet().retainAll(drift.added().stream().map(TargetTable::lower).toList());
    then.putAll(found);
    if (policy.widen()) {
      statements.addAll(widened(open, then, staging));
    }
    if (!statements.isEmpty() && !isOwner(open)) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s does not own table %s, which is to be altered"
              .formatted(session.name(), table.qualified()),
          "Let its owner run %s, or run ALTER TABLE %s OWNER TO that user"
              .formatted(String.join("; ", statements), qualified(table.qualified())));
    }
    new StagedCheck(session, table, columns, upsert).refuse(open, then, staging);
    return statements;
  }

  private static String lower(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  /** Refuses a table that this user may not make. */
  private void refuseNoRoom(java.sql.Connection open) throws SQLException {
    // One after the other: of a schema that is not there, no right can be asked.
    var rights = new SchemaRights(session);
    if (!rights.exists(open, table.schema())) {
      rights.refuseWithout(open, table.schema(), "table " + table.qualified());
      return;
    }
    if (!rights.take(open, table.schema())) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s may not make table %s: it has no CREATE on SCHEMA %s"
              .formatted(session.name(), table.qualified(), quoted(table.schema())),
          "GRANT USAGE, CREATE ON SCHEMA %s to that user, or make the table yourself"
              .formatted(quoted(table.schema())));
    }
  }

  /** {@return what would widen columns, which are that wide in {@code existing} then} */
  private List<String> widened(
      java.sql.Connection open, Map<String, Existing> existing, String staging)
      throws SQLException {
    var limited = columns.stream().filter(column -> limit(existing, column).isPresent()).toList();
    var longest = longest(open, staging, limited).longest();
    List<String> statements = new ArrayList<>();
    for (var column : limited) {
      long bytes = longest.getOrDefault(column.name(), 0L);
      if (bytes > limit(existing, column).orElseThrow()) {
        long width = TextWidths.width(bytes);
        statements.add(Drift.widen(table, column.name(), "VARCHAR(" + width + ")"));
        existing.computeIfPresent(
            column.name().toLowerCase(Locale.ROOT),
            (name, before) ->
                new Existing(
                    WarehouseType.of("character varying", "" + width, null, null),
                    before.nullable(),
                    before.defaulted(),
                    before.numbered()));
      }
    }
    return statements;
  }

  /** {@return the columns that a table which is made will hold parsed} */
  private Map<String, Existing> parsed() {
    var made = TextWidths.unknown(table);
    return columns.stream()
        .filter(column -> made.declared(column).equals("SUPER"))
        .collect(
            Collectors.toMap(
                column -> column.name().toLowerCase(Locale.ROOT),
                column ->
                    new Existing(
                        WarehouseType.of("super", null, null, null), true, Optional.empty())));
  }

  /**
   * Before the commit, because after it nothing may be refused, and statement by statement, because
   * Redshift widens nothing inside a transaction. What stays of a run that fails after it holds no
   * value; a spec without the column meets it as missing.
   */
  private void adapt(java.sql.Connection open, Map<String, Existing> found, String staging)
      throws SQLException {
    compare(found);
    var existing = found;
    if (!drift.added().isEmpty()) {
      var widths = longest(open, staging, drift.added());
      for (var column : drift.added()) {
        var type = widths.declared(column);
        changes.putIfAbsent(column.name(), new Change(column.name(), Optional.empty(), type));
        if (!alter(open, Drift.add(table, column, type), column.name(), type)) {
          changes.remove(column.name());
        }
      }
      existing = existing(open);
    }
    if (policy.widen()) {
      widen(open, existing, staging);
    }
  }

  private void widen(java.sql.Connection open, Map<String, Existing> existing, String staging)
      throws SQLException {
    var limited = columns.stream().filter(column -> limit(existing, column).isPresent()).toList();
    if (limited.isEmpty()) {
      return;
    }
    var longest = longest(open, staging, limited).longest();
    for (var column : limited) {
      long bytes = longest.getOrDefault(column.name(), 0L);
      if (bytes <= limit(existing, column).orElseThrow()) {
        continue;
      }
      // Asked again: measuring took its time, and what another attempt has widened meanwhile must
      // not become narrower.
      long limit = limit(existing(open), column).orElse(WarehouseType.LONGEST);
      if (bytes > limit) {
        var type = "VARCHAR(" + TextWidths.width(bytes) + ")";
        changes.putIfAbsent(
            column.name(), new Change(column.name(), Optional.of("VARCHAR(" + limit + ")"), type));
        alter(open, Drift.widen(table, column.name(), type), column.name(), type);
      }
    }
  }

  private static Optional<Long> limit(Map<String, Existing> existing, Column column) {
    return Optional.ofNullable(existing.get(column.name().toLowerCase(Locale.ROOT)))
        .flatMap(there -> there.type().limit());
  }

  /** {@return false: another attempt has added the column at this moment} */
  private boolean alter(java.sql.Connection open, String statement, String column, String type)
      throws SQLException {
    try {
      LOG.info("event=alter-table warehouse={} statement={}", session.name(), statement);
      session.execute(open, statement);
      return true;
    } catch (SQLException e) {
      if (DUPLICATE_COLUMN.equals(e.getSQLState())) {
        return false;
      }
      if (RedshiftErrors.translate(session.name(), e) instanceof TransientException) {
        throw e;
      }
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "Table %s in warehouse %s refuses %s for column %s (SQLSTATE %s), as for a column with a"
                  .formatted(table.qualified(), session.name(), type, column, e.getSQLState())
              + " default, a key or an encoding that can not be altered, or a user who does not own it",
          "Let its owner run %s, or %s"
              .formatted(statement, Drift.exchange(table, column.toLowerCase(Locale.ROOT), type)),
          e);
    }
  }

  private Map<String, Existing> existing(java.sql.Connection open) throws SQLException {
    Map<String, Existing> found = new LinkedHashMap<>();
    var rows =
        session.query(
            open,
            """
            SELECT column_name, data_type, character_maximum_length, numeric_precision,
              numeric_scale, is_nullable, column_default
            FROM svv_columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position\
            """,
            table.schema(),
            table.name());
    for (var row : rows) {
      found.put(
          String.valueOf(row.get(0)),
          new Existing(
              WarehouseType.of(String.valueOf(row.get(1)), row.get(2), row.get(3), row.get(4)),
              !"NO".equals(row.get(5)),
              Optional.ofNullable(row.get(6))));
    }
    return found;
  }

  private TextWidths longest(java.sql.Connection open, String staging, List<Column> asked)
      throws SQLException {
    var texts = asked.stream().filter(TextWidths::apply).toList();
    if (texts.isEmpty()) {
      return TextWidths.unknown(table);
    }
    var lengths =
        texts.stream()
            .map(column -> "MAX(OCTET_LENGTH(" + quoted(column.name()) + "))")
            .collect(Collectors.joining(", "));
    var found =
        session.query(open, "SELECT %s FROM %s".formatted(lengths, qualified(staging))).getFirst();
    Map<String, Long> longest = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      var bytes = found.get(i);
      if (bytes != null) {
        longest.put(texts.get(i).name(), Long.parseLong(bytes));
      }
    }
    return new TextWidths(longest, table.superDocuments());
  }

  /**
   * Makes the table if it is missing.
   *
   * @param staging whose rows say how wide texts are, qualified; empty: as wide as can be
   */
  void make(java.sql.Connection open, Optional<String> staging) throws SQLException {
    if (existing(open).isEmpty()) {
      create(
          open,
          staging.isPresent() ? longest(open, staging.get(), columns) : TextWidths.unknown(table));
    }
  }

  private void create(java.sql.Connection open, TextWidths widths) throws SQLException {
    refuseSuperKeys();
    if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", table.schema())
        == 0) {
      session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(table.schema()));
    }
    // Who may read it is decided with the table: a later run finds it made and grants nothing.
    session.asOne(
        open,
        one -> {
          session.execute(one, ddl(table, StagedVersions.columns(columns, upsert), widths));
          for (var grant : grants(table)) {
            grant(one, grant);
          }
          return true;
        });
  }

  private void grant(java.sql.Connection open, String statement) throws SQLException {
    try {
      session.execute(open, statement);
    } catch (SQLException e) {
      if (RedshiftErrors.translate(session.name(), e) instanceof TransientException) {
        throw e;
      }
      throw new ConfigurationException(
          Reason.STATEMENT_REFUSED,
          "Warehouse %s refuses %s (SQLSTATE %s), so table %s is not made"
              .formatted(session.name(), statement, e.getSQLState(), table.qualified()),
          "Correct redshift.grants of the target, or make the user, group or role that it names",
          e);
    }
  }

  /** {@return the statements that give others their rights on it} */
  static List<String> grants(Table table) {
    return table.grants().stream()
        .map(grant ->
            "GRANT %s ON TABLE %s TO %s"
                .formatted(
                    String.join(", ", grant.privileges()),
                    qualified(table.qualified()),
                    switch (grant.kind()) {
                      case USER -> '"' + grant.name() + '"';
                      case GROUP, ROLE -> grant.kind() + " \"" + grant.name() + '"';
                      case PUBLIC -> "PUBLIC";
                    }))
        .toList();
  }

  /** A key is not declared NOT NULL: Redshift could not take that back. */
  static String ddl(Table table, List<Column> columns, TextWidths widths) {
    var declared =
        columns.stream()
            .map(column -> quoted(column.name()) + " " + widths.declared(column))
            .collect(Collectors.joining(", "));
    var sql =
        new StringBuilder("CREATE TABLE IF NOT EXISTS ")
            .append(qualified(table.qualified()))
            .append(" (")
            .append(declared)
            .append(")");
    table.distKey().ifPresent(key -> sql.append(" DISTKEY(").append(quoted(key)).append(")"));
    if (!table.sortKey().isEmpty()) {
      sql.append(" SORTKEY(")
          .append(table.sortKey().stream().map(Names::quoted).collect(Collectors.joining(", ")))
          .append(")");
    }
    return sql.toString();
  }

  private void compare(Map<String, Existing> existing) {
    drift = Drift.between(existing, table, StagedVersions.columns(columns, upsert), upsert, policy);
    if (!drift.wrong().isEmpty()) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "Table %s in warehouse %s %s"
              .formatted(table.qualified(), session.name(), String.join(", ", drift.wrong())),
          sentence(String.join("; and ", drift.remedies())));
    }
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
