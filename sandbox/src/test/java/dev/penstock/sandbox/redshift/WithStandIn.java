package dev.penstock.sandbox.redshift;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link StandIn} that all of them share, with an empty schema {@code sales}. */
public final class WithStandIn implements BeforeEachCallback, ParameterResolver {
  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    standIn(context).emptySchema();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == StandIn.class;
  }

  @Override
  public StandIn resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return standIn(context);
  }

  /** Kept by the root, so that the first test starts it and the end of all tests closes it. */
  private static StandIn standIn(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(WithStandIn.class))
        .computeIfAbsent(StandIn.class, ignored -> start(), StandIn.class);
  }

  private static StandIn start() {
    try {
      return StandIn.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
