package dev.penstock.chaos;

import java.util.Locale;

/** A point of the protocol at which an attempt can be made to stand. */
sealed interface Place {
  /** The runner itself says that it is there. */
  record Checkpoint(String name) implements Place {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A request is on its way and the store has not seen it. */
  record Request(Thing thing) implements Place {
    @Override
    public String toString() {
      return "before " + thing;
    }
  }

  /**
   * The warehouse has done a message of the session and not answered yet.
   *
   * @param permille how far the session is, of what a whole attempt's one says
   */
  record Message(int permille) implements Place {
    @Override
    public String toString() {
      return "session";
    }
  }

  /**
   * Around a commit of the session.
   *
   * @param permille which one, of those that a whole attempt makes
   */
  record Commit(int permille, boolean after) implements Place {
    @Override
    public String toString() {
      return (after ? "after" : "before") + " COMMIT";
    }
  }

  /** What a request is about: its method, and its key after that of the pipeline or the path. */
  enum Thing {
    PROBE("PUT", "%1$s/probe/.*"),
    PART("PUT", "%1$s/parts/[^/]*/rows-.*"),
    TAIL("PUT", "%1$s/parts/[^/]*/tail-.*"),
    ENTRY("PUT", "%1$s/log/.*"),
    READ_ENTRY("GET", "%1$s/log/.*"),
    CLAIM("PUT", "%2$s/_penstock_log"),
    VISIBLE("PUT", "%2$s/.*[.]parquet"),
    RECEIPT("PUT", "%1$s/receipts/.*"),
    DELETE("DELETE", "%1$s/parts/.*");

    private final String method;
    private final String key;

    Thing(String method, String key) {
      this.method = method;
      this.key = key;
    }

    String method() {
      return method;
    }

    /** {@return the pattern of the bucket and the key} */
    String key(String bucket, String root, String path) {
      return bucket + "/" + key.formatted(root, path);
    }

    @Override
    public String toString() {
      return (this == READ_ENTRY || this == DELETE ? "" : "PUT ")
          + name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
