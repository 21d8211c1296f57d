package dev.penstock.operator.resource;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Owner references: what goes when its owner goes. */
public final class Owners {
  private Owners() {}

  /**
   * {@return a reference to the owner} It does not block the owner's deletion, so the operator
   * needs no right on finalizers.
   */
  public static OwnerReference to(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** {@return whether one of the owners has that UID} */
  public static boolean owns(HasMetadata owner, HasMetadata child) {
    var uid = owner.getMetadata().getUid();
    return child.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(uid));
  }

  /** {@return the reference to an owner of that kind} */
  public static Optional<OwnerReference> ofKind(HasMetadata child, String kind) {
    return child.getMetadata().getOwnerReferences().stream()
        .filter(reference -> reference.getKind().equals(kind))
        .findFirst();
  }
}
