package dev.penstock.runner.engine;

import dev.penstock.runner.spi.PartSchema;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one statement that seals the parts of a relation, and what it says of them.
 *
 * @param from what stands behind FROM
 * @param rowGroupBytes as the {@link EngineSettings} say
 */
record PartCopy(String from, PartSchema schema, SealOptions options, long rowGroupBytes) {
  /**
   * A column of more different values in a row group has no dictionary. By itself the engine would
   * take a fifth of the rows, some 24,000, and twice the memory for each column and row group, new
   * each time: the kernel's work for that was a good twentieth of a run (decision record 0056).
   */
  static final int DICTIONARY_VALUES = 16_384;

  /**
   * {@return the statement} Partitions are named by columns of their own, which are not written, so
   * that the file keeps the column and the directory has another name.
   */
  String sql() {
    var select = new StringBuilder(Carried.intoParts(schema, options.commit()));
    var partition = "";
    if (!options.partitionBy().isEmpty()) {
      List<String> directories = new ArrayList<>();
      for (String column : options.partitionBy()) {
        String directory = Sql.identifier(PartSchema.directory(column));
        select.append(", ").append(Sql.identifier(column)).append(" AS ").append(directory);
        directories.add(directory);
      }
      partition = ", PARTITION_BY (" + String.join(", ", directories) + ")";
    }
    return """
    COPY (SELECT %s FROM %s%s) TO %s (
      FORMAT parquet, COMPRESSION %s, DICTIONARY_SIZE_LIMIT %d, ROW_GROUP_SIZE_BYTES %d,
      FILE_SIZE_BYTES %d, FILENAME_PATTERN 'part-{i}', RETURN_STATS%s)
    """
        .formatted(
            select,
            from,
            order(),
            Sql.literal(options.directory().toString()),
            options.codec().option(),
            DICTIONARY_VALUES,
            rowGroupBytes,
            options.partBytes(),
            partition);
  }

  private String order() {
    return options.sortBy().isEmpty()
        ? ""
        : options.sortBy().stream()
            .map(column -> Sql.identifier(column) + " NULLS LAST")
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  /** {@return the parts, of what the statement returns; a file without rows is none} */
  List<SealedPart> parts(ResultSet files) throws SQLException {
    List<SealedPart> parts = new ArrayList<>();
    while (files.next()) {
      long rows = files.getLong("count");
      if (rows > 0) {
        Path file = Path.of(files.getString("filename"));
        parts.add(PartFile.sealed(file, directory(file), files.getLong("file_size_bytes"), rows));
      }
    }
    return parts;
  }

  private String directory(Path file) {
    Path folder = options.directory().relativize(file.toAbsolutePath().normalize()).getParent();
    return folder == null ? "" : folder.toString().replace(java.io.File.separatorChar, '/');
  }
}
