package io.forkpool;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides by name which classes a pool accepts in what its workers send: see {@link
 * Pool.Builder#acceptResults}. Must be thread-safe, and should be quick: it is asked once per class
 * and worker for most classes, and each time for those that use Java serialization.
 *
 * <pre>{@code
 * Pool.builder().acceptResults(ClassFilter.allow(Invoice.class).or(ClassFilter.allowPackages("com.example.model")))
 * }</pre>
 */
@FunctionalInterface
public interface ClassFilter {

  /**
   * Tells whether objects of a class, or the class itself, may be decoded.
   *
   * @param className the binary name, for instance {@code java.util.Map$Entry}; of an array, that
   *     of its innermost elements; of a lambda, that of the class that it was written in
   * @return whether they may
   */
  boolean allows(String className);

  /**
   * Makes a filter that allows some classes, but not their subclasses.
   *
   * @param classes the classes
   * @return a new filter
   */
  static ClassFilter allow(Class<?>... classes) {
    Set<String> names = Arrays.stream(classes).map(Class::getName).collect(Collectors.toSet());
    return names::contains;
  }

  /**
   * Makes a filter that allows all classes of some packages and of those below them.
   *
   * @param packages the packages' names, for instance {@code com.example}
   * @return a new filter
   * @throws IllegalArgumentException if a name is blank or ends with a dot
   */
  static ClassFilter allowPackages(String... packages) {
    for (String name : packages) {
      if (name.isBlank() || name.endsWith(".")) {
        throw new IllegalArgumentException("no package's name: '" + name + "'");
      }
    }
    String[] prefixes = Arrays.stream(packages).map(name -> name + ".").toArray(String[]::new);
    return className -> Arrays.stream(prefixes).anyMatch(className::startsWith);
  }

  /**
   * Makes a filter that allows what this one or another one does.
   *
   * @param other the other filter
   * @return a new filter
   */
  default ClassFilter or(ClassFilter other) {
    Objects.requireNonNull(other, "other");
    return className -> allows(className) || other.allows(className);
  }

  /**
   * Makes a filter that allows what this one does, but for what another one allows.
   *
   * @param others what is taken out
   * @return a new filter
   */
  default ClassFilter butNot(ClassFilter others) {
    Objects.requireNonNull(others, "others");
    return className -> allows(className) && !others.allows(className);
  }
}
