package dev.penstock.api.model;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the values of one column of a target.
 *
 * @param name in any case
 * @param length of its texts; empty: what a warehouse takes, if there is one, else refused
 * @param zone whose wall-clock times it holds, which become instants; empty: they stay
 */
public record ColumnPolicy(String name, Optional<Length> length, Optional<ZoneId> zone) {
  /** The bytes that the widest VARCHAR of a warehouse takes. */
  public static final int LONGEST = 65_535;

  /** Below it there are characters that do not fit. */
  public static final int SHORTEST = 4;

  /** What becomes of a text that is too long. */
  public enum TooLong {
    /** The run is refused. */
    FAIL,
    /** It is cut behind the last character that fits. */
    TRUNCATE,
    /** There is NULL in its place. */
    SET_NULL
  }

  /**
   * How long a text may be.
   *
   * @param bytes of UTF-8
   */
  public record Length(TooLong tooLong, int bytes) {
    public Length {
      if (bytes < SHORTEST || bytes > LONGEST) {
        throw new IllegalArgumentException("No column of %d bytes".formatted(bytes));
      }
    }
  }

  /** {@return what it says, each in words that follow the column's name} */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    length.ifPresent(limit ->
        words.add(
            "texts of more than %d bytes are %s"
                .formatted(
                    limit.bytes(),
                    switch (limit.tooLong()) {
                      case FAIL -> "refused";
                      case TRUNCATE -> "truncated";
                      case SET_NULL -> "set to NULL";
                    })));
    zone.ifPresent(of -> words.add("wall-clock times of %s become instants".formatted(of.getId())));
    return words;
  }
}
