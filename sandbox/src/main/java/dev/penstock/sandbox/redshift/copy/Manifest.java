package dev.penstock.sandbox.redshift.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of objects that a COPY loads; an object that is listed twice is loaded twice. */
record Manifest(List<SourceFile> files) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern URL = Pattern.compile("s3://([^/]+)/(.+)");

  Manifest {
    files = List.copyOf(files);
  }

  /**
   * Reads a manifest, which is never compressed.
   *
   * @param columnar whether each entry must say how long its object is
   */
  static Manifest read(String source, byte[] json, boolean columnar) throws LoadFailure {
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
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode entry : listed) {
      Matcher url = URL.matcher(entry.path("url").asText(""));
      if (!url.matches()) {
        throw problem(source, "A file entry has no url of the form s3://bucket/key");
      }
      files.add(
          new SourceFile(
              url.group(1),
              url.group(2),
              entry.path("mandatory").asBoolean(false),
              columnar ? OptionalLong.of(length(entry, source)) : OptionalLong.empty()));
    }
    return new Manifest(files);
  }

  private static long length(JsonNode entry, String source) throws LoadFailure {
    JsonNode meta = entry.path("meta");
    if (!meta.isObject()) {
      throw LoadFailure.ofScan(15003, "File entry does not have 'meta' key.", source, "");
    }
    if (!meta.path("content_length").isIntegralNumber()) {
      throw LoadFailure.ofScan(
          15003, "File entry does not have 'content_length' key in 'meta'.", source, "");
    }
    return meta.path("content_length").asLong();
  }

  private static LoadFailure problem(String source, String reason) {
    return LoadFailure.ofSource(
        8001, "Problem reading manifest file - %s".formatted(reason), source);
  }
}
