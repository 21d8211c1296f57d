package dev.penstock.operator.notify;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;

/** Wakes the reconciler of a resource when something was sent on its behalf. */
final class Waker<P extends HasMetadata> extends AbstractEventSource<String, P>
    implements ResourceEventAware<P> {
  private final Consumer<P> deleted;

  /**
   * @param deleted told of each resource that is gone
   */
  Waker(String name, Consumer<P> deleted) {
    super(String.class, name);
    this.deleted = deleted;
  }

  void wake(String namespace, String name) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(new ResourceID(name, namespace)));
    }
  }

  @Override
  public Set<String> getSecondaryResources(P primary) {
    return Set.of();
  }

  @Override
  public void onResourceCreated(P resource) {
    // Its reconciler says what is due.
  }

  @Override
  public void onResourceUpdated(P now, P before) {
    // Likewise.
  }

  @Override
  public void onResourceDeleted(P resource) {
    deleted.accept(resource);
  }
}
