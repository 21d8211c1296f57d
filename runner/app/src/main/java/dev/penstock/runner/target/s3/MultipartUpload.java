package dev.penstock.runner.target.s3;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files as objects: one request up to a piece's size, pieces in parallel above it. A piece that
 * fails is sent again alone; an upload that fails or is interrupted is aborted before this returns.
 */
final class MultipartUpload {
  private static final int AT_ONCE = 4;
  private static final int TRIES_OF_A_DAMAGED_PIECE = 3;
  private static final String TYPE = "application/vnd.apache.parquet";

  private final S3Client client;
  private final String bucket;
  private final Proof proof;
  private final Sealing sealing;

  /** Of all files together, so that uploads at the same time do not multiply. */
  private final Semaphore requests = new Semaphore(AT_ONCE);

  MultipartUpload(S3Client client, String bucket, Proof proof, Sealing sealing) {
    this.client = client;
    this.bucket = bucket;
    this.proof = proof;
    this.sealing = sealing;
  }

  void upload(Path file, String key) throws InterruptedException {
    var all = FileRange.all(file);
    var pieces = Pieces.of(all.bytes());
    if (pieces.count() == 1) {
      whole(all, key);
    } else {
      inPieces(new Cut(all, pieces), key);
    }
  }

  private record Cut(FileRange all, Pieces pieces) {}

  private record Sent(List<CompletedPart> pieces, Proof.Told whole) {}

  private void whole(FileRange all, String key) throws InterruptedException {
    var told = proof.of(all::open);
    bounded(() ->
        client.putObject(
            put ->
                sealing
                    .on(put.bucket(bucket).key(key).contentType(TYPE))
                    .checksumCRC32C(told.crc32c())
                    .contentMD5(told.md5()),
            all.body()));
  }

  private void inPieces(Cut cut, String key) throws InterruptedException {
    var id = create(key);
    boolean complete = false;
    try {
      complete(key, id, cut.all().bytes(), send(cut, key, id));
      complete = true;
    } finally {
      if (!complete) {
        abort(key, id);
      }
    }
  }

  private String create(String key) {
    return client
        .createMultipartUpload(create -> {
          sealing.on(create.bucket(bucket).key(key).contentType(TYPE));
          if (proof == Proof.CRC32C) {
            create
                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                .checksumType(ChecksumType.FULL_OBJECT);
          }
        })
        .uploadId();
  }

  /** All pieces, in some threads that each take the next one; the first failure ends them all. */
  private Sent send(Cut cut, String key, String id) throws InterruptedException {
    int count = cut.pieces().count();
    var sent = new CompletedPart[count];
    var next = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        var told =
            threads.submit(
                () -> proof == Proof.CRC32C ? proof.of(cut.all()::open) : Proof.Told.NOTHING);
        var senders = new ExecutorCompletionService<Integer>(threads);
        int atOnce = Math.min(AT_ONCE, count);
        for (int i = 0; i < atOnce; i++) {
          senders.submit(() -> {
            int taken = next.getAndIncrement();
            for (; taken < count; taken = next.getAndIncrement()) {
              var piece = cut.pieces().of(cut.all().file(), taken);
              sent[taken] = piece(key, id, taken + 1, piece);
            }
            return taken;
          });
        }
        for (int i = 0; i < atOnce; i++) {
          senders.take().get();
        }
        return new Sent(List.of(sent), told.get());
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        // Closing waits for them, so that no piece arrives after the abort.
        threads.shutdownNow();
      }
    }
  }

  private CompletedPart piece(String key, String id, int number, FileRange piece)
      throws InterruptedException {
    var told = proof.of(piece::open);
    var reply =
        bounded(() ->
            client.uploadPart(
                part ->
                    part.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .checksumCRC32C(told.crc32c())
                        .contentMD5(told.md5()),
                piece.body()));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(reply.eTag())
        .checksumCRC32C(told.crc32c())
        .build();
  }

  /** The client repeats what was not understood; what arrived damaged is repeated here. */
  private <T> T bounded(Supplier<T> request) throws InterruptedException {
    requests.acquire();
    try {
      for (int tries = 1; ; tries++) {
        try {
          return request.get();
        } catch (S3Exception e) {
          if (tries == TRIES_OF_A_DAMAGED_PIECE || !S3Errors.damaged(e)) {
            throw e;
          }
        }
      }
    } finally {
      requests.release();
    }
  }

  private void complete(String key, String id, long bytes, Sent sent) {
    try {
      client.completeMultipartUpload(done -> {
        done.bucket(bucket)
            .key(key)
            .uploadId(id)
            .multipartUpload(upload -> upload.parts(sent.pieces()));
        if (proof == Proof.CRC32C) {
          done.checksumType(ChecksumType.FULL_OBJECT)
              .checksumCRC32C(sent.whole().crc32c())
              .mpuObjectSize(bytes);
        }
      });
    } catch (S3Exception e) {
      // The reply of an earlier try was lost. A key is used once, so what lies there is this file.
      if (!S3Errors.uploadUnknown(e) || !lies(key, bytes)) {
        throw e;
      }
    }
  }

  private boolean lies(String key, long bytes) {
    try {
      return client.headObject(head -> head.bucket(bucket).key(key)).contentLength() == bytes;
    } catch (SdkException e) {
      return false;
    }
  }

  // What can not be aborted here is for the bucket's own rule (AbortIncompleteMultipartUpload).
  private void abort(String key, String id) {
    // The client does nothing under an interrupt, and it was one that brings many uploads here.
    boolean interrupted = Thread.interrupted();
    try {
      client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
    } catch (SdkException ignored) {
      // the failure that brought us here is the one to tell
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> SdkClientException.create("An upload was interrupted", e);
    };
  }
}
