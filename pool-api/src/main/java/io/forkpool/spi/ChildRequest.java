package io.forkpool.spi;

import io.forkpool.HeldLockPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One child to be started. Immutable.
 *
 * @param name what the child is called in messages
 * @param entry what it runs
 * @param preload what is run first: in the child, or once in the process that children are copied
 *     from
 * @param jvmArgs further flags for its JVM; a start method that has no JVM to start refuses them
 * @param environment variables that are added to the parent's own
 * @param siblings how many children share the machine with it, itself included: its share of the
 *     memory
 * @param heldLocks what a fork does when other threads hold locks
 * @param role what the child is to its parent
 */
public record ChildRequest(
    String name,
    ChildEntry entry,
    Optional<ChildEntry> preload,
    List<String> jvmArgs,
    Map<String, String> environment,
    int siblings,
    HeldLockPolicy heldLocks,
    ChildRole role) {

  /**
   * Checks and copies the components.
   *
   * @param name what the child is called in messages
   * @param entry what it runs
   * @param preload what is run first: in the child, or once in the process that children are copied
   *     from
   * @param jvmArgs further flags for its JVM; a start method that has no JVM to start refuses them
   * @param environment variables that are added to the parent's own
   * @param siblings how many children share the machine with it, itself included: its share of the
   *     memory
   * @param heldLocks what a fork does when other threads hold locks
   * @param role what the child is to its parent
   */
  public ChildRequest {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(preload, "preload");
    Objects.requireNonNull(heldLocks, "heldLocks");
    Objects.requireNonNull(role, "role");
    jvmArgs = List.copyOf(jvmArgs);
    environment = Map.copyOf(environment);
    if (siblings < 1) {
      throw new IllegalArgumentException("siblings must be at least 1: " + siblings);
    }
  }

  /**
   * Describes a worker.
   *
   * @param name what the child is called in messages
   * @param entry what it runs
   * @param preload what is run first: in the child, or once in the process that children are copied
   *     from
   * @param jvmArgs further flags for its JVM; a start method that has no JVM to start refuses them
   * @param environment variables that are added to the parent's own
   * @param siblings how many children share the machine with it, itself included: its share of the
   *     memory
   * @param heldLocks what a fork does when other threads hold locks
   */
  public ChildRequest(
      String name,
      ChildEntry entry,
      Optional<ChildEntry> preload,
      List<String> jvmArgs,
      Map<String, String> environment,
      int siblings,
      HeldLockPolicy heldLocks) {
    this(name, entry, preload, jvmArgs, environment, siblings, heldLocks, ChildRole.WORKER);
  }
}
