package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.copy.object.ObjectProblem;
import dev.penstock.sandbox.redshift.copy.object.ObjectStorage;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the objects of a COPY. */
record SourceFiles(ObjectStorage storage) {
  List<SourceFile> of(CopyCommand command) throws LoadFailure {
    return switch (command.source()) {
      case CopyCommand.Source.Prefix prefix -> listed(prefix);
      case CopyCommand.Source.Manifest manifest ->
          Manifest.read(
                  manifest.url(),
                  content(manifest),
                  command.format() instanceof CopyCommand.Format.Parquet)
              .files();
    };
  }

  /** A prefix is no folder: whatever begins so is loaded. */
  private List<SourceFile> listed(CopyCommand.Source.Prefix prefix) throws LoadFailure {
    List<SourceFile> files = new ArrayList<>();
    try {
      for (ObjectStorage.Listed object : storage.list(prefix.bucket(), prefix.key())) {
        files.add(new SourceFile(prefix.bucket(), object.key(), true, OptionalLong.empty()));
      }
    } catch (ObjectProblem e) {
      throw LoadFailure.ofSource(8001, e.words(), prefix.url());
    }
    if (files.isEmpty()) {
      throw LoadFailure.ofSource(
          8001,
          "The specified S3 prefix '%s' does not exist".formatted(prefix.key()),
          prefix.url());
    }
    return files;
  }

  private byte[] content(CopyCommand.Source.Manifest manifest) throws LoadFailure {
    try (ObjectStorage.Body body =
        storage.open(manifest.bucket(), manifest.key(), Optional.empty())) {
      return body.stream().readAllBytes();
    } catch (ObjectProblem e) {
      throw LoadFailure.ofSource(
          8001, "Problem reading manifest file - " + e.words(), manifest.url());
    } catch (IOException e) {
      throw LoadFailure.ofSource(
          8001, "Problem reading manifest file - " + e.getMessage(), manifest.url());
    }
  }
}
