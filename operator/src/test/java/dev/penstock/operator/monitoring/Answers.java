package dev.penstock.operator.monitoring;

import java.util.List;
import java.util.Map;

/** What a Prometheus answers to the queries of a dashboard, as a picture needs it. */
public interface Answers {
  /** As many samples of a line as there are in a picture. */
  int STEPS = 120;

  /** {@return what a query returns at the end of the time that is pictured} */
  List<Series> now(String query) throws Exception;

  /** {@return what it returns over that time} */
  List<Series> over(String query) throws Exception;

  /** Seconds since 1970 between which all samples lie. */
  record Range(double start, double end) {}

  /** One labelled line; its samples are in the order of time. */
  record Series(Map<String, String> labels, List<Sample> samples) {
    public Series {
      labels = Map.copyOf(labels);
      samples = List.copyOf(samples);
    }
  }

  /** A value, which is a finite number. */
  record Sample(double time, double value) {}
}
