package dev.penstock.operator.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value of the wrong type as absent. The schema keeps such values out, but not those that
 * were stored before it; and one resource that can not be read would end the watch for all. The
 * validator tells its author what is missing.
 */
public final class TolerantReading extends DeserializationProblemHandler {
  private TolerantReading() {}

  /** {@return what a client reads and writes resources with} */
  public static KubernetesSerialization serialization() {
    return new KubernetesSerialization(new ObjectMapper().addHandler(new TolerantReading()), true);
  }

  @Override
  public @Nullable Object handleUnexpectedToken(
      DeserializationContext context,
      JavaType target,
      JsonToken token,
      JsonParser parser,
      @Nullable String failure)
      throws IOException {
    parser.skipChildren();
    return null;
  }

  @Override
  public @Nullable Object handleWeirdStringValue(
      DeserializationContext context, Class<?> target, String value, String failure) {
    return null;
  }

  @Override
  public @Nullable Object handleWeirdNumberValue(
      DeserializationContext context, Class<?> target, Number value, String failure) {
    return null;
  }

  @Override
  public @Nullable Object handleMissingInstantiator(
      DeserializationContext context,
      Class<?> target,
      @Nullable ValueInstantiator instantiator,
      @Nullable JsonParser parser,
      String failure)
      throws IOException {
    if (parser != null) {
      parser.skipChildren();
    }
    return null;
  }
}
