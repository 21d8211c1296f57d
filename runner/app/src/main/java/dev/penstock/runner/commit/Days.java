package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.penstock.runner.spi.PartSchema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Days whose rows an entry replaces: what earlier entries say of them counts no more.
 *
 * @param column a date of the parts, as the spec writes it
 * @param stretches in order, apart from each other; empty: none, for the run brought no rows
 */
public record Days(String column, List<Stretch> stretches) {
  /**
   * Days in a row.
   *
   * @param from the first
   * @param to the one after the last
   */
  public record Stretch(LocalDate from, LocalDate to) {
    public Stretch {
      if (!from.isBefore(to)) {
        throw new IllegalArgumentException("No day from %s to %s".formatted(from, to));
      }
    }

    private boolean covers(LocalDate day) {
      return !day.isBefore(from) && day.isBefore(to);
    }
  }

  public Days {
    stretches = List.copyOf(stretches);
    for (int i = 1; i < stretches.size(); i++) {
      if (!stretches.get(i - 1).to().isBefore(stretches.get(i).from())) {
        throw new IllegalArgumentException("Stretches out of order: " + stretches);
      }
    }
  }

  /** {@return these days} */
  public static Days of(String column, Collection<LocalDate> days) {
    List<Stretch> stretches = new ArrayList<>();
    for (var day : new TreeSet<>(days)) {
      if (!stretches.isEmpty() && stretches.getLast().to().equals(day)) {
        var last = stretches.removeLast();
        stretches.add(new Stretch(last.from(), day.plusDays(1)));
      } else {
        stretches.add(new Stretch(day, day.plusDays(1)));
      }
    }
    return new Days(column, stretches);
  }

  /** {@return whether it is one of them} */
  public boolean covers(LocalDate day) {
    return stretches.stream().anyMatch(stretch -> stretch.covers(day));
  }

  /** {@return whether the final key of a part lies in the directory of one of them} */
  public boolean coversKey(String key) {
    return each().anyMatch(day -> key.contains("/" + directory(column, day) + "/"));
  }

  /** {@return each of them, in order} */
  Stream<LocalDate> each() {
    return stretches.stream().flatMap(stretch -> stretch.from().datesUntil(stretch.to()));
  }

  /** {@return how many they are} */
  @JsonIgnore
  long count() {
    return stretches.stream()
        .mapToLong(stretch -> stretch.to().toEpochDay() - stretch.from().toEpochDay())
        .sum();
  }

  /** {@return the directory below a dataset's path in which the parts of a day lie} */
  static String directory(String column, LocalDate day) {
    return PartSchema.directory(column) + "=" + day;
  }
}
