package dev.penstock.runner.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * What an API of AWS has answered. Its text never shows the body, which holds a password.
 *
 * @param json whether the body is JSON; else it is XML
 */
record CredentialsReply(int status, String body, boolean json, IdentityErrors errors) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@return whether the same question may be answered a moment later} */
  boolean passes() {
    return status >= 500 || status == 429 || code().startsWith("Throttling");
  }

  /** {@return the code of an error; empty: it has none} */
  String code() {
    var fields = fields();
    var code = fields.getOrDefault("__type", fields.getOrDefault("Code", ""));
    return code.substring(code.lastIndexOf('#') + 1);
  }

  /** {@return the login that it gives, by the names of its fields} */
  WarehouseLogin login(String user, String password, String expires) {
    var fields = fields();
    var name = fields.get(user);
    var secret = fields.get(password);
    var until = fields.get(expires);
    if (name == null || secret == null || until == null) {
      throw errors.unavailable("the answer holds no credentials", null);
    }
    try {
      return new WarehouseLogin(name, secret, instant(until));
    } catch (DateTimeException | NumberFormatException e) {
      throw errors.unavailable("the answer does not say how long its credentials hold", null);
    }
  }

  // JSON says seconds since 1970, XML a date.
  private static Instant instant(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
  }

  /** A body that can not be read has no fields: a balancer's page is one. */
  private Map<String, String> fields() {
    return json ? ofJson() : ofXml();
  }

  private Map<String, String> ofJson() {
    var fields = new HashMap<String, String>();
    try {
      JsonNode tree = JSON.readTree(body);
      tree.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
    } catch (JsonProcessingException e) {
      return Map.of();
    }
    return fields;
  }

  private Map<String, String> ofXml() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    var fields = new HashMap<String, String>();
    try {
      var reader = factory.createXMLStreamReader(new StringReader(body));
      var name = "";
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          name = reader.getLocalName();
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          name = "";
        } else if (event == XMLStreamConstants.CHARACTERS && !name.isEmpty()) {
          fields.put(name, reader.getText().strip());
        }
      }
    } catch (XMLStreamException e) {
      return Map.of();
    }
    return fields;
  }

  @Override
  public String toString() {
    return "CredentialsReply[" + status + "]";
  }
}
