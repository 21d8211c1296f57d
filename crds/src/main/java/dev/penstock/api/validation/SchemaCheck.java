package dev.penstock.api.validation;

import dev.penstock.api.MissingColumnPolicy;
import dev.penstock.api.NarrowerTypePolicy;
import dev.penstock.api.NewColumnPolicy;
import dev.penstock.api.SchemaSpec;
import dev.penstock.api.TargetSpec;
import dev.penstock.api.WiderTypePolicy;
import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.SchemaPolicy.NewColumn;
import dev.penstock.api.validation.Finding.Reason;
import org.jspecify.annotations.Nullable;

/** What a run does where a table and its rows differ; what is not written has its default. */
final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * @param item the target
   */
  static SchemaPolicy check(Place item, TargetSpec target) {
    var spec = target.schema();
    if (spec == null) {
      return SchemaPolicy.DEFAULT;
    }
    var place = item.field("schema");
    if (target.redshift() == null) {
      place.refuse(
          Reason.INVALID,
          "has schema, which is about a table",
          "Remove it or write redshift under it");
    }
    words(place, spec);
    return new SchemaPolicy(
        newColumn(spec.newColumn()),
        spec.widerType() != WiderTypePolicy.FAIL,
        spec.missingColumn() == MissingColumnPolicy.SET_NULL,
        spec.narrowerType() != NarrowerTypePolicy.FAIL);
  }

  private static void words(Place place, SchemaSpec spec) {
    Items.optionalWord(place.field("newColumn"), spec.newColumn(), "newColumn");
    Items.optionalWord(place.field("widerType"), spec.widerType(), "widerType");
    Items.optionalWord(place.field("missingColumn"), spec.missingColumn(), "missingColumn");
    Items.optionalWord(place.field("narrowerType"), spec.narrowerType(), "narrowerType");
  }

  private static NewColumn newColumn(@Nullable NewColumnPolicy written) {
    return switch (written) {
      case null -> NewColumn.ADD;
      case ADD -> NewColumn.ADD;
      case IGNORE -> NewColumn.IGNORE;
      case FAIL -> NewColumn.FAIL;
      // A finding already.
      case UNKNOWN -> NewColumn.FAIL;
    };
  }
}
