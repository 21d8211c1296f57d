package dev.penstock.api.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;

/** A right manifest, changed at one place at a time. */
record Example(String name, ObjectNode document) {

  /** Sets the value at a JSON pointer; the value is YAML. */
  Example with(String pointer, String yaml) {
    return set(pointer, Manifests.value(yaml));
  }

  /** Sets the value at a JSON pointer; {@code -} adds an item to a list. */
  Example set(String pointer, JsonNode value) {
    var copy = document.deepCopy();
    var last = last(pointer);
    switch (copy.at(pointer.substring(0, pointer.lastIndexOf('/')))) {
      case ArrayNode array when last.equals("-") -> array.add(value);
      case ArrayNode array -> array.set(Integer.parseInt(last), value);
      case ObjectNode object -> object.set(last, value);
      default -> throw new IllegalArgumentException("Nothing at " + pointer + " of " + name);
    }
    return new Example(name, copy);
  }

  Example without(String pointer) {
    var copy = document.deepCopy();
    ((ObjectNode) copy.at(pointer.substring(0, pointer.lastIndexOf('/')))).remove(last(pointer));
    return new Example(name, copy);
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }
}
