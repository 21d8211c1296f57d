package dev.penstock.sandbox.redshift.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of objects that a COPY loads; an object that is listed twice is loaded twice. */
record Manifest(List<Entry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern URL = Pattern.compile("s3://([^/]+)/(.+)");

  Manifest {
    entries = List.copyOf(entries);
  }

  /** One object. Unless it is mandatory, it may be missing. */
  record Entry(String bucket, String key, boolean mandatory, long contentLength) {
    String url() {
      return "s3://%s/%s".formatted(bucket, key);
    }
  }

  /** Reads a manifest for columnar files, whose entries must say how long they are. */
  static Manifest read(String source, byte[] json) throws LoadFailure {
    JsonNode listed;
    try {
      listed = JSON.readTree(json).path("entries");
    } catch (JsonProcessingException e) {
      throw problem(source, "The manifest is no JSON: " + e.getOriginalMessage());
    } catch (java.io.IOException e) {
      throw problem(source, "The manifest can't be read: " + e.getMessage());
    }
    if (!listed.isArray() || listed.isEmpty()) {
      throw problem(source, "The manifest has no entries");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : listed) {
      Matcher url = URL.matcher(entry.path("url").asText(""));
      if (!url.matches()) {
        throw problem(source, "A file entry has no url of the form s3://bucket/key");
      }
      JsonNode meta = entry.path("meta");
      if (!meta.isObject()) {
        throw LoadFailure.ofScan(15003, "File entry does not have 'meta' key.", source, "");
      }
      if (!meta.path("content_length").isIntegralNumber()) {
        throw LoadFailure.ofScan(
            15003, "File entry does not have 'content_length' key in 'meta'.", source, "");
      }
      entries.add(
          new Entry(
              url.group(1),
              url.group(2),
              entry.path("mandatory").asBoolean(false),
              meta.path("content_length").asLong()));
    }
    return new Manifest(entries);
  }

  private static LoadFailure problem(String source, String reason) {
    return LoadFailure.ofManifest(
        8001, "Problem reading manifest file - %s".formatted(reason), source);
  }
}
