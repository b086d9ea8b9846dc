package io.forkpool.spi;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** What {@link ServiceLoader} found, once: beside this class, else by the thread's own loader. */
final class Providers {
  static final List<StartMethodProvider> START_METHODS = load(StartMethodProvider.class);

  /** Looked for when it is first needed. */
  static final class Processes {
    static final Optional<ProcessProvider> FIRST = load(ProcessProvider.class).stream().findFirst();

    private Processes() {}
  }

  private Providers() {}

  static <T> List<T> load(Class<T> type) {
    List<T> found = all(ServiceLoader.load(type, type.getClassLoader()));
    return found.isEmpty() ? all(ServiceLoader.load(type)) : found;
  }

  private static <T> List<T> all(ServiceLoader<T> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }
}
