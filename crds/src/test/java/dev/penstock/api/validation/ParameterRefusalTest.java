package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Parameter.Type;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.Checked.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[null]' | Required spec.parameters[0]: Parameter at index 0 is empty. Write it or remove it.
          '[{default: a}]' | Required spec.parameters[0].name: Parameter at index 0 has no name. Write spec.parameters[0].name.
          '[{name: Region, default: a}]' | Invalid spec.parameters[0].name: Parameter Region has the name Region, which is not valid. Write lower-case letters, digits and underscores, with no digit first.
          '[{name: run_id, default: a}]' | Invalid spec.parameters[0].name: Parameter run_id has the name run_id, which every run sets by itself. Choose another name.
          '[{name: window_end, default: a}]' | Invalid spec.parameters[0].name: Parameter window_end has the name window_end, which every run sets by itself. Choose another name.
          '[{name: a, default: a}, {name: a, default: b}]' | Duplicate spec.parameters[1].name: Parameter a has the name of another parameter. Give every parameter a name of its own.
          '[{name: a}]' | Required spec.parameters[0].default: Parameter a has no default. Write spec.parameters[0].default.
          '[{name: a, type: Blob, default: a}]' | NotSupported spec.parameters[0].type: Parameter a has a type that this release does not know. Write one of Text, Integer, Decimal, Boolean, Date, Timestamp.
          '[{name: a, default: "b\\0"}]' | Invalid spec.parameters[0].default: Parameter a has the default "b\\u0000", which is not of its type. Write at most 4096 characters without NUL.
          '[{name: a, type: Integer, default: "1.5"}]' | Invalid spec.parameters[0].default: Parameter a has the default 1.5, which is not of its type. Write a whole number of at most 18 digits.
          '[{name: a, type: Decimal, default: "1,5"}]' | Invalid spec.parameters[0].default: Parameter a has the default "1,5", which is not of its type. Write a number of at most 38 digits, as 12.50.
          '[{name: a, type: Boolean, default: "True"}]' | Invalid spec.parameters[0].default: Parameter a has the default True, which is not of its type. Write true or false.
          '[{name: a, type: Date, default: "2026-02-30"}]' | Invalid spec.parameters[0].default: Parameter a has the default 2026-02-30, which is not of its type. Write a date, as 2026-03-01.
          '[{name: a, type: Timestamp, default: "2026-03-01"}]' | Invalid spec.parameters[0].default: Parameter a has the default 2026-03-01, which is not of its type. Write a time with its offset, as 2026-03-01T10:15:00Z.
          """)
  void aParameterIsRefused(String yaml, String line) {
    assertThat(Specs.lines(Specs.pipeline().with("/parameters", yaml).checked()))
        .containsExactly(line);
  }

  @Test
  void parametersAreTextUnlessTheySayOtherwise() {
    var specs =
        Specs.pipeline()
            .with(
                "/parameters",
                "[{name: a, default: ''}, {name: b, type: Date, default: 2026-03-01}]");

    assertThat(((Pipeline) ((Valid<?>) specs.checked()).value()).parameters())
        .containsExactly(
            new Parameter("a", Type.TEXT, ""), new Parameter("b", Type.DATE, "2026-03-01"));
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT,anything at all",
    "INTEGER,0",
    "INTEGER,-999999999999999999",
    "DECIMAL,12",
    "DECIMAL,-0.50",
    "DECIMAL,12345678901234567890123456789012345678",
    "DECIMAL,1234567890123456789012345678.9012345678",
    "BOOLEAN,true",
    "BOOLEAN,false",
    "DATE,2024-02-29",
    "DATE,0001-01-01",
    "TIMESTAMP,2026-03-01T10:15:00Z",
    "TIMESTAMP,2026-03-01T10:15:00.123456+05:30"
  })
  void aTypeHoldsItsValues(Type type, String value) {
    assertThat(type.holds(value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER,''",
    "INTEGER,+1",
    "INTEGER,1000000000000000000",
    "INTEGER,١",
    "DECIMAL,''",
    "DECIMAL,1e3",
    "DECIMAL,1.",
    "DECIMAL,.5",
    "DECIMAL,NaN",
    "DECIMAL,12345678901234567890123456789012345678.9",
    "BOOLEAN,TRUE",
    "BOOLEAN,1",
    "DATE,2025-02-29",
    "DATE,0000-01-01",
    "DATE,2026-3-1",
    "DATE,+12026-03-01",
    "TIMESTAMP,2026-03-01T10:15:00",
    "TIMESTAMP,2026-03-01 10:15:00Z",
    "TIMESTAMP,2026-03-01T25:15:00Z",
    "TIMESTAMP,2026-03-01T10:15:00.1234567Z",
    "TIMESTAMP,2026-03-01T10:15:00+19:00"
  })
  void aTypeHoldsNothingElse(Type type, String value) {
    assertThat(type.holds(value)).isFalse();
  }
}
