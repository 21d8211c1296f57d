package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.literal;
import static dev.penstock.runner.target.redshift.Names.qualified;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.spi.PenstockException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table for people: which runs brought what. The protocol never reads it. */
public final class RunsTable {
  private static final Logger LOG = LoggerFactory.getLogger(RunsTable.class);

  private final RedshiftSession session;

  public RunsTable(RedshiftSession session) {
    this.session = session;
  }

  /** Adds a row for each target here. A failure is logged: the run is committed and published. */
  public void write(Entry entry) {
    var table = qualified(session.connection().controlSchema() + ".runs");
    try {
      session.alone(open -> {
        session.execute(
            open,
            """
            CREATE TABLE IF NOT EXISTS %s (pipeline VARCHAR(512), run_id VARCHAR(64),
              target VARCHAR(256), number BIGINT, rows_added BIGINT, committed_at TIMESTAMP)\
            """
                .formatted(table));
        for (var target : entry.targetsIn(session.name())) {
          session.execute(
              open,
              "INSERT INTO %s VALUES (%s, %s, %s, %d, %d, '%s')"
                  .formatted(
                      table,
                      literal(entry.pipeline()),
                      literal(entry.run()),
                      literal(target.name()),
                      entry.number(),
                      target.rows(),
                      Timestamp.valueOf(
                          LocalDateTime.ofInstant(entry.committed(), ZoneOffset.UTC))));
        }
        return true;
      });
    } catch (PenstockException e) {
      LOG.warn("event=runs-table-failed warehouse={} message={}", session.name(), e.message());
    }
  }
}
