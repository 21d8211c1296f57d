package dev.penstock.api.validation;

import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The prefixes of buckets that a pipeline uses already. Two connections may be one bucket. */
final class PathsTaken {
  private final List<Taken> taken = new ArrayList<>();

  void store(Connection.S3 bucket, String prefix) {
    taken.add(new Taken(bucket.bucket(), bucket.endpoint(), prefix, "the store"));
  }

  void dataset(Place place, Connection.S3 bucket, String path, String target) {
    for (var other : taken) {
      if (other.bucket().equals(bucket.bucket())
          && other.endpoint().equals(bucket.endpoint())
          && KeyPath.overlap(other.path(), path)) {
        place.refuse(
            Reason.DUPLICATE,
            "has the path %s, which overlaps %s of %s in bucket %s"
                .formatted(path, other.path(), other.owner(), bucket.bucket()),
            "Choose a path that neither holds the other nor lies in it");
        return;
      }
    }
    taken.add(new Taken(bucket.bucket(), bucket.endpoint(), path, "target " + target));
  }

  private record Taken(String bucket, Optional<String> endpoint, String path, String owner) {}
}
