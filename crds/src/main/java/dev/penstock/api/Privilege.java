package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a grant allows. */
public enum Privilege {
  /** To read rows. */
  @JsonProperty("Select")
  SELECT,

  /** To add rows. */
  @JsonProperty("Insert")
  INSERT,

  /** To change rows. */
  @JsonProperty("Update")
  UPDATE,

  /** To delete rows. */
  @JsonProperty("Delete")
  DELETE,

  /** To name the table in a foreign key. */
  @JsonProperty("References")
  REFERENCES,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
