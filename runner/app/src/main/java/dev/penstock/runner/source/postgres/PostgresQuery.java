package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.postgresql.jdbc.PgConnection;

/** Opens a query: the server checks it and says what it yields. It is read as one split. */
record PostgresQuery(
    PostgresDatabase database, Read.Query query, List<Parameter> parameters, String path) {
  PostgresSource open() {
    String field = path + ".query.sql";
    UserSql sql = UserSql.of(query.sql(), parameters, "The query at " + field);
    Selection selection =
        new Selection(List.of(), "(" + sql.sql() + ") AS q", List.of(), sql.settings());
    try {
      PgConnection session = database.keeper();
      PostgresDatabase.set(session, selection.settings());
      List<PostgresColumn> described = Described.columns(session, selection.sql());
      var schema = PostgresColumn.schema(described, sql.object(), database.name(), field);
      boolean bytes = database.unencoded();
      return new PostgresSource(
          database,
          bytes ? described.stream().map(PostgresColumn::asBytes).toList() : described,
          schema,
          bytes ? selection.asBytes(described) : selection,
          new Cut.None(),
          OptionalInt.empty(),
          Estimate.of(session, selection.sql(), List.of()),
          Optional.empty(),
          sql.object());
    } catch (SQLException e) {
      throw sql.refused(e, selection.sql(), database.errors());
    }
  }
}
