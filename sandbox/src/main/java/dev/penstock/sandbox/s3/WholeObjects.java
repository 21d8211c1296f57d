package dev.penstock.sandbox.s3;

import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Lists no object that is still being written. The store below writes beside the key, under its
 * name with a UUID behind it, and S3 shows an object once all of it is there. So a page may have
 * fewer keys than was asked for though more follow, which S3 may do as well.
 */
final class WholeObjects extends ForwardingBlobStore {
  private static final Pattern UNDER_WAY =
      Pattern.compile(".*-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  /** Takes over the store below. */
  WholeObjects(BlobStore below) {
    super(below);
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    var found = super.list(request);
    var whole =
        found.contents().stream()
            .filter(object -> !UNDER_WAY.matcher(object.key()).matches())
            .toList();
    return found.toBuilder().contents(whole).keyCount(whole.size()).build();
  }
}
