package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a change means.
 *
 * @param object what it is about, as {@code target orders}
 * @param message one sentence that names the object, without a full stop
 * @param nextStep one sentence that says what to do, without a full stop
 */
public record Effect(Code code, Weight weight, String object, String message, String nextStep) {
  /** An effect of the weight that its kind usually has. */
  public Effect(Code code, String object, String message, String nextStep) {
    this(code, code.weight, object, message, nextStep);
  }

  /** What kinds there are; docs/plan.md tells each. */
  public enum Code {
    INVALID_MANIFEST("InvalidManifest", Weight.INVALID),
    CONNECTION_MISSING("ConnectionMissing", Weight.INVALID),
    CONNECTION_OF_OTHER_KIND("ConnectionOfOtherKind", Weight.INVALID),
    SQL_REFUSED("SqlRefused", Weight.INVALID),
    FIXED("Fixed", Weight.HARMLESS),

    STORE_CHANGED("StoreChanged", Weight.BREAKING),
    STORE_MOVES("StoreMoves", Weight.BREAKING),
    WAREHOUSE_MOVES("WarehouseMoves", Weight.BREAKING),
    SOURCE_MOVES("SourceMoves", Weight.NOTICE),
    TLS_WEAKER("TlsWeaker", Weight.NOTICE),
    CREDENTIALS_CHANGED("CredentialsChanged", Weight.NOTICE),

    READER_LOSES_COLUMN("ReaderLosesColumn", Weight.BREAKING),
    READER_COLUMN_NARROWED("ReaderColumnNarrowed", Weight.BREAKING),
    READER_LOSES_TABLE("ReaderLosesTable", Weight.BREAKING),
    READER_MEETS_OTHER_ROWS("ReaderMeetsOtherRows", Weight.NOTICE),
    COLUMN_NOT_FOUND("ColumnNotFound", Weight.BREAKING),
    PLACE_TAKEN_TWICE("PlaceTakenTwice", Weight.BREAKING),
    PLACE_SHARED("PlaceShared", Weight.BREAKING),

    HISTORY_MISMATCH("HistoryMismatch", Weight.BREAKING),
    TABLE_MISMATCH("TableMismatch", Weight.BREAKING),
    RUN_REFUSED("RunRefused", Weight.BREAKING),

    TABLE_MADE("TableMade", Weight.HARMLESS),
    TABLE_ALTERED("TableAltered", Weight.HARMLESS),
    TABLE_LACKS_COLUMN("TableLacksColumn", Weight.NOTICE),
    TABLE_LACKS_ROOM("TableLacksRoom", Weight.NOTICE),
    TABLE_KEEPS_KEYS("TableKeepsKeys", Weight.NOTICE),
    COLUMN_NO_LONGER_FILLED("ColumnNoLongerFilled", Weight.NOTICE),
    COLUMN_NARROWED("ColumnNarrowed", Weight.NOTICE),
    TARGET_BEGINS("TargetBegins", Weight.NOTICE),
    TARGET_ABANDONED("TargetAbandoned", Weight.NOTICE),
    DATASET_MOVES("DatasetMoves", Weight.NOTICE),
    DIRECTORIES_CHANGE("DirectoriesChange", Weight.NOTICE),
    MODE_CHANGED("ModeChanged", Weight.NOTICE),
    KEY_CHANGED("KeyChanged", Weight.NOTICE),
    VALUES_CHANGE("ValuesChange", Weight.NOTICE),
    READ_FROM_THE_BEGINNING("ReadFromTheBeginning", Weight.NOTICE),
    READ_WHOLE("ReadWhole", Weight.NOTICE),
    PIPELINE_ENDS("PipelineEnds", Weight.NOTICE),
    AFTER_CHANGED("AfterChanged", Weight.NOTICE),
    UPSTREAM_MISSING("UpstreamMissing", Weight.NOTICE),
    UPSTREAM_RESTS("UpstreamRests", Weight.NOTICE),
    NOTIFIERS_CHANGE("NotifiersChange", Weight.NOTICE),
    NOTIFICATIONS_MOVE("NotificationsMove", Weight.NOTICE),
    NOT_ASKED("NotAsked", Weight.NOTICE);

    private final String shown;
    private final Weight weight;

    Code(String shown, Weight weight) {
      this.shown = shown;
      this.weight = weight;
    }

    /** {@return how much such an effect is to be minded} */
    public Weight weight() {
      return weight;
    }

    @JsonValue
    @Override
    public String toString() {
      return shown;
    }
  }

  /** {@return whether somebody has to look before it is merged} */
  public boolean breaks() {
    return weight.compareTo(Weight.BREAKING) >= 0;
  }
}
