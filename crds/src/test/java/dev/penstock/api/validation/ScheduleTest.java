package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.time.ExecutionTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          15 * * * *      | 2026-01-01T00:15:00Z
          */20 * * * *    | 2026-01-01T00:20:00Z
          0 6 * * MON-FRI | 2026-01-01T06:00:00Z
          0 6 * * mon     | 2026-01-05T06:00:00Z
          0 0 1 JAN,JUL * | 2026-07-01T00:00:00Z
          0 0 13 * 5      | 2026-01-02T00:00:00Z
          5/30 * * * *    | 2026-01-01T00:05:00Z
          0 0 * * 0       | 2026-01-04T00:00:00Z
          @daily          | 2026-01-02T00:00:00Z
          @hourly         | 2026-01-01T01:00:00Z
          @weekly         | 2026-01-04T00:00:00Z
          """)
  void aLineIsDueWhenACronJobWouldRun(String line, ZonedDateTime due) {
    var midnight = ZonedDateTime.parse("2026-01-01T00:00:00Z");

    assertThat(ExecutionTime.forCron(Schedule.parse(line).orElseThrow()).nextExecution(midnight))
        .contains(due);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 7",
        "5-1 * * * *",
        "*/0 * * * *",
        "1, * * * *",
        "0 0 ? * *",
        "0 0 L * *",
        "0 0 15W * *",
        "0 0 * * 5#3",
        "@every 1h",
        "@reboot",
        "@never",
        "CRON_TZ=UTC * * * * *"
      })
  void whatACronJobWouldRefuseIsRefused(String line) {
    assertThat(Schedule.parse(line)).isEmpty();
  }
}
