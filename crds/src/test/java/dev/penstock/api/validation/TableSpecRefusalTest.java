package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Grant;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.SchemaPolicy.NewColumn;
import dev.penstock.api.model.Target;
import dev.penstock.api.validation.Checked.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target says about its table: the policy of its schema, grants, statements. */
class TableSpecRefusalTest {
  private static final String AT = "/targets/0/redshift/";

  @SuppressWarnings("unchecked")
  private static Target target(Specs specs) {
    return ((Valid<Pipeline>) specs.checked()).value().targets().getFirst();
  }

  @Test
  void whatASchemaDoesNotSayHasTheSafeDefault() {
    assertThat(target(Specs.pipeline()).schema()).isEqualTo(SchemaPolicy.DEFAULT);
    assertThat(target(Specs.pipeline().with("/targets/0/schema", "{}")).schema())
        .isEqualTo(SchemaPolicy.DEFAULT);
    assertThat(
            target(
                    Specs.pipeline()
                        .with(
                            "/targets/0/schema",
                            "{newColumn: Ignore, widerType: Fail, missingColumn: SetNull,"
                                + " narrowerType: Fail}"))
                .schema())
        .isEqualTo(new SchemaPolicy(NewColumn.IGNORE, false, true, false));
  }

  @Test
  void documentsAreTextsUnlessTheyAreToBeParsed() {
    var at = AT + "documents";
    assertThat(target(Specs.pipeline()).redshift().orElseThrow().superDocuments()).isFalse();
    assertThat(
            target(Specs.pipeline().with(at, "Varchar")).redshift().orElseThrow().superDocuments())
        .isFalse();
    assertThat(target(Specs.pipeline().with(at, "Super")).redshift().orElseThrow().superDocuments())
        .isTrue();
    assertThat(Specs.lines(Specs.pipeline().with(at, "Guess").checked()))
        .containsExactly(
            "NotSupported spec.targets[0].redshift.documents: Target orders has the documents of no"
                + " release that is known here. Write one of Varchar, Super.");
  }

  @Test
  void aSchemaIsAboutATable() {
    assertThat(
            Specs.lines(
                Specs.pipeline()
                    .with("/targets/0/schema", "{newColumn: Add}")
                    .without("/targets/0/redshift")
                    .checked()))
        .containsExactly(
            "Invalid spec.targets[0].schema: Target orders has schema, which is about a table. Remove"
                + " it or write redshift under it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          newColumn | Add, Ignore, Fail
          widerType | Widen, Fail
          missingColumn | Fail, SetNull
          narrowerType | Keep, Fail
          """)
  void aPolicyOfNoReleaseIsRefused(String field, String words) {
    assertThat(
            Specs.lines(
                Specs.pipeline()
                    .with("/targets/0/schema", "{%s: Guess}".formatted(field))
                    .checked()))
        .containsExactly(
            "NotSupported spec.targets[0].schema.%1$s: Target orders has the %1$s of no release that is known here. Write one of %2$s."
                .formatted(field, words));
  }

  @Test
  void aGrantNamesAUserAGroupARoleOrEverybody() {
    var granted =
        Specs.pipeline()
            .with(
                AT + "grants",
                """
                - {to: GROUP readers, privileges: [Select]}
                - {to: role etl, privileges: [Select, Insert]}
                - {to: "IAM:ann@example.org", privileges: [References]}
                - {to: Public, privileges: [Select]}
                """);
    assertThat(target(granted).redshift().orElseThrow().grants())
        .containsExactly(
            new Grant(Grant.Kind.GROUP, "readers", List.of("SELECT")),
            new Grant(Grant.Kind.ROLE, "etl", List.of("SELECT", "INSERT")),
            new Grant(Grant.Kind.USER, "IAM:ann@example.org", List.of("REFERENCES")),
            new Grant(Grant.Kind.PUBLIC, "", List.of("SELECT")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'ann\"; DROP TABLE sales.orders; --'",
        "\"ann'--\"",
        "'ann, bob'",
        "'GROUP '",
        "'ann; COMMIT'",
        "\"ann\\nbob\"",
        "'ann\\'"
      })
  void aReceiverThatIsMoreThanAName(String yaml) {
    var lines =
        Specs.lines(
            Specs.pipeline()
                .with(AT + "grants", "[{to: %s, privileges: [Select]}]".formatted(yaml))
                .checked());
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("Invalid spec.targets[0].redshift.grants[0].to: Target orders has ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{privileges: [Select]}] | Required spec.targets[0].redshift.grants[0].to: Target orders has no receiver of a grant. Write spec.targets[0].redshift.grants[0].to.
          [{to: ann}] | Required spec.targets[0].redshift.grants[0].privileges: Target orders has no privilege. Write spec.targets[0].redshift.grants[0].privileges.
          '[{to: ann, privileges: [Select, Select]}]' | Duplicate spec.targets[0].redshift.grants[0].privileges[1]: Target orders has the privilege SELECT twice. Remove one.
          '[{to: ann, privileges: [Own]}]' | NotSupported spec.targets[0].redshift.grants[0].privileges[0]: Target orders has the privilege of no release that is known here. Write one of Select, Insert, Update, Delete, References.
          '[{to: ann, privileges: [Select]}, {to: ANN, privileges: [Insert]}]' | Duplicate spec.targets[0].redshift.grants[1].to: Target orders grants to ANN twice. Write all its privileges in one grant.
          """)
  void aGrantIsRefused(String yaml, String line) {
    assertThat(Specs.lines(Specs.pipeline().with(AT + "grants", yaml).checked()))
        .containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VACUUM sales.orders",
        "truncate table sales.orders",
        "/* a /* nested */ comment */ -- and another\nCOMMIT",
        "BEGIN",
        "START TRANSACTION",
        "END",
        "ROLLBACK",
        "ABORT",
        "CALL sales.tidy()",
        "ALTER TABLE sales.orders APPEND FROM sales.more",
        "ALTER TABLE \"sales\".\"append\" /**/ append /**/ from sales.more",
        "ALTER TABLE sales.orders ALTER COLUMN note TYPE VARCHAR(9)",
        "ALTER TABLE sales.orders ALTER \"note\" TYPE VARCHAR(9)",
        "create external table s.t (a int)",
        "CREATE OR REPLACE EXTERNAL FUNCTION f()",
        "DROP DATABASE other",
        "ALTER EXTERNAL SCHEMA s",
        "ALTER TABLE sales.orders ALTER COLUMN a$b TYPE VARCHAR(9)",
        "GRANT SELECT ON EXTERNAL TABLE s.t TO ann",
        "ANALYZE COMPRESSION sales.orders"
      })
  void whatCommitsByItselfIsNoStatementOfAPublish(String sql) {
    assertThat(lines(sql))
        .singleElement()
        .asString()
        .startsWith("NotAllowed spec.targets[0].redshift.postSql[0]: Target orders has ")
        .contains("commits by itself or can not run inside the publish transaction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO sales.loads VALUES ('VACUUM; COMMIT')",
        "-- VACUUM\nUPDATE sales.orders SET note = 'x' WHERE note = 'it''s'",
        "DELETE FROM \"commit\".\"vacuum\" ;",
        "ALTER TABLE sales.orders RENAME COLUMN type TO kind",
        "CREATE VIEW sales.external AS SELECT 1",
        "GRANT SELECT ON sales.orders TO GROUP readers",
        "UPDATE sales.orders SET \"größe\" = '€; COMMIT' -- €\r WHERE id = 1",
        "ANALYZE sales.orders"
      })
  void whatStaysInsideIsOne(String sql) {
    assertThat(lines(sql)).isEmpty();
  }

  @Test
  void aLineCommentEndsWhereTheDriverEndsIt() {
    assertThat(lines("SELECT 1 --\r; COMMIT; --\n"))
        .containsExactly(
            "Invalid spec.targets[0].redshift.postSql[0]: Target orders has 2 statements in one"
                + " postSql. Write each statement as an item of its own.");
  }

  @Test
  void theSemicolonAtTheEndIsNoPartOfAStatement() {
    var spec = Specs.pipeline().with(AT + "postSql", "['SELECT 1 ; -- done']");
    assertThat(target(spec).redshift().orElseThrow().postSql()).containsExactly("SELECT 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1; COMMIT | Invalid spec.targets[0].redshift.postSql[0]: Target orders has 2 statements in one postSql. Write each statement as an item of its own.
          -- nothing | Invalid spec.targets[0].redshift.postSql[0]: Target orders has 0 statements in one postSql. Write each statement as an item of its own.
          SET search_path TO x | NotAllowed spec.targets[0].redshift.postSql[0]: Target orders has a postSql that begins with SET, which is not known to stay inside a transaction. Write one of SELECT, WITH, INSERT, UPDATE, DELETE, MERGE, COPY, GRANT, REVOKE, COMMENT, ANALYZE, CREATE, DROP, ALTER.
          (SELECT 1 $1$; COMMIT; $1$) | Invalid spec.targets[0].redshift.postSql[0]: Target orders has a postSql statement that may be read in two ways: outside of quotes and comments stands a control character, a letter beyond ASCII or a dollar quote. Put names into double quotes and texts into single ones.
          SELECT 1 AS a$$; COMMIT; SELECT 2 AS b$$ | Invalid spec.targets[0].redshift.postSql[0]: Target orders has 3 statements in one postSql. Write each statement as an item of its own.
          SELECT $$a; COMMIT; b$$ | Invalid spec.targets[0].redshift.postSql[0]: Target orders has a postSql statement that may be read in two ways: outside of quotes and comments stands a control character, a letter beyond ASCII or a dollar quote. Put names into double quotes and texts into single ones.
          SELECT 1 AS €$$; COMMIT; SELECT 2 AS b$$ | Invalid spec.targets[0].redshift.postSql[0]: Target orders has a postSql statement that may be read in two ways: outside of quotes and comments stands a control character, a letter beyond ASCII or a dollar quote. Put names into double quotes and texts into single ones.
          SELECT '\\' ; COMMIT; --' | Invalid spec.targets[0].redshift.postSql[0]: Target orders has a postSql statement that may be read in two ways: a quote or comment does not end, or a quote holds a backslash. End it, and write CHR(92) for a backslash.
          SELECT 'a | Invalid spec.targets[0].redshift.postSql[0]: Target orders has a postSql statement that may be read in two ways: a quote or comment does not end, or a quote holds a backslash. End it, and write CHR(92) for a backslash.
          """,
      quoteCharacter = '`')
  void aStatementThatIsNotOneIsRefused(String sql, String line) {
    assertThat(lines(sql)).containsExactly(line);
  }

  @Test
  void theListIsBounded() {
    assertThat(
            Specs.lines(
                Specs.pipeline()
                    .with(AT + "postSql", "[" + "SELECT 1, ".repeat(17) + "SELECT 1]")
                    .checked()))
        .containsExactly(
            "Invalid spec.targets[0].redshift.postSql: Target orders has 18 postSql statements. Write"
                + " at most 16.");
  }

  private static List<String> lines(String sql) {
    var json = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode().add(sql);
    return Specs.lines(Specs.pipeline().with(AT + "postSql", json.toString()).checked());
  }
}
