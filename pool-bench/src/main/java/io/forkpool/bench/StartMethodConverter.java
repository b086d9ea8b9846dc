package io.forkpool.bench;

import io.forkpool.StartMethod;
import io.forkpool.StartMethodUnavailableException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns a name into a start method that can be used here, or says why it cannot. */
final class StartMethodConverter implements ITypeConverter<StartMethod> {
  @Override
  public StartMethod convert(String name) {
    StartMethod method;
    try {
      method = StartMethod.of(name);
    } catch (StartMethodUnavailableException unknown) {
      throw new TypeConversionException(unknown.getMessage());
    }
    method
        .unavailabilityCause()
        .ifPresent(
            cause -> {
              throw new TypeConversionException(
                  "%s is unavailable: %s; usable here: %s"
                      .formatted(name, cause, StartMethod.available()));
            });
    return method;
  }
}
