package dev.penstock.runner.target.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Files as objects: one request up to a piece's size, pieces in parallel above it. */
final class MultipartUpload {
  private static final long PIECE = 8L << 20;
  private static final String TYPE = "application/vnd.apache.parquet";

  private final S3Client client;
  private final String bucket;

  /** Of all files together, so that uploads at the same time do not multiply. */
  private final Semaphore requests = new Semaphore(4);

  MultipartUpload(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  void upload(Path file, String key) throws InterruptedException {
    long bytes = size(file);
    if (bytes > PIECE) {
      inPieces(file, bytes, key);
      return;
    }
    requests.acquire();
    try {
      client.putObject(put -> put.bucket(bucket).key(key).contentType(TYPE), range(file, 0, bytes));
    } finally {
      requests.release();
    }
  }

  private void inPieces(Path file, long bytes, String key) throws InterruptedException {
    var id =
        client
            .createMultipartUpload(create -> create.bucket(bucket).key(key).contentType(TYPE))
            .uploadId();
    boolean complete = false;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CompletedPart>> running = new ArrayList<>();
      for (long from = 0; from < bytes; from += PIECE) {
        int number = running.size() + 1;
        var body = range(file, from, Math.min(PIECE, bytes - from));
        running.add(threads.submit(() -> piece(key, id, number, body)));
      }
      List<CompletedPart> pieces = new ArrayList<>();
      try {
        for (var piece : running) {
          pieces.add(piece.get());
        }
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        running.forEach(piece -> piece.cancel(true));
      }
      client.completeMultipartUpload(done ->
          done.bucket(bucket)
              .key(key)
              .uploadId(id)
              .multipartUpload(upload -> upload.parts(pieces)));
      complete = true;
    } finally {
      if (!complete) {
        abort(key, id);
      }
    }
  }

  private CompletedPart piece(String key, String id, int number, RequestBody body)
      throws InterruptedException {
    requests.acquire();
    try {
      var reply =
          client.uploadPart(
              part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number), body);
      return CompletedPart.builder().partNumber(number).eTag(reply.eTag()).build();
    } finally {
      requests.release();
    }
  }

  // What can not be aborted here is for the bucket's own rule (AbortIncompleteMultipartUpload).
  private void abort(String key, String id) {
    try {
      client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException ignored) {
      // the failure that brought us here is the one to tell
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> SdkClientException.create("An upload was interrupted", e);
    };
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RequestBody range(Path file, long from, long bytes) {
    return RequestBody.fromContentProvider(() -> new Range(file, from, bytes), bytes, TYPE);
  }

  /** A piece of a file as a stream; opened afresh for each try of a request. */
  private static final class Range extends InputStream {
    private final InputStream in;
    private long left;

    Range(Path file, long from, long bytes) {
      try {
        var channel = FileChannel.open(file).position(from);
        this.in = Channels.newInputStream(channel);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      this.left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
