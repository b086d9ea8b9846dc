package io.forkpool;

import io.forkpool.spi.CurrentProcess;
import io.forkpool.spi.ProcessProvider;
import io.forkpool.spi.ProcessSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A process that runs one action and ends. It has a name of its own so that {@link Process} keeps
 * its.
 *
 * <pre>{@code
 * ChildProcess child = Context.ofDefault().process(() -> System.out.println("hello")).build();
 * child.start();
 * child.join();
 * System.out.println(child.exitCode()); // OptionalInt[0]
 * }</pre>
 *
 * <p><b>How it ends.</b> When the action has returned, and the non-daemon threads that it has
 * started have ended, with exit code 0. When the action throws, with 1 and the stack on stderr.
 * {@link System#exit} gives its code, a signal its negative number. Its output and errors are those
 * of this process; its stdin is empty.
 *
 * <p><b>What outlives what.</b> A child that is not a daemon keeps this JVM from ending by itself,
 * as a non-daemon thread does; {@link System#exit} does not wait for it, and it lives on. A daemon
 * ends with this process, whatever ends that: within a second after {@code kill -9}. What a daemon
 * starts is a daemon, too.
 *
 * <p>Thread-safe. Only the process that has made it can use it: in a copy of that process all
 * methods but {@link #name()}, {@link #daemon()} and {@link #state()} throw {@link
 * IllegalStateException}.
 */
public interface ChildProcess extends Waitable, AutoCloseable {

  /** Where a process is in its life. */
  enum State {
    /** Described, not started. */
    NEW,
    /** {@link ChildProcess#start()} is under way. */
    STARTING,
    /** There is a process. */
    ALIVE,
    /** There was a process. */
    ENDED,
    /** {@link ChildProcess#close()} was called. */
    CLOSED;

    /**
     * Tells which states follow on this one. A start that fails leads back to {@link #NEW}.
     *
     * @param next another state
     * @return whether it may follow
     */
    public boolean canBecome(State next) {
      return switch (this) {
        case NEW -> next == STARTING || next == CLOSED;
        case STARTING -> next == ALIVE || next == NEW;
        case ALIVE -> next == ENDED;
        case ENDED -> next == CLOSED;
        case CLOSED -> false;
      };
    }
  }

  /**
   * Tells which child process this is. A pool's worker is one, too: a daemon that has the pool's
   * name, the number of its place there, and how many workers were started for that place: {@code
   * forkpool-2.1}.
   *
   * @return its identity; empty in a program that was started by hand
   */
  static Optional<ProcessIdentity> current() {
    return CurrentProcess.identity();
  }

  /**
   * Gives the process that has started this one; in a pool's worker the one that has the pool.
   *
   * @return the parent; empty in a program that was started by hand
   */
  static Optional<ParentProcess> parent() {
    return CurrentProcess.parent();
  }

  /**
   * Lists the children of this process that live.
   *
   * @return those that were started and have not ended, in no order; immutable
   */
  static List<ChildProcess> activeChildren() {
    return ProcessProvider.get().activeChildren();
  }

  /**
   * Starts the process. Returns as soon as it exists. {@code fork} copies this process with all
   * that the action refers to; the other start methods send the action as bytes.
   *
   * @throws IllegalStateException if it was started before, or is closed
   * @throws TaskSerializationException if the action cannot travel; it names what cannot. The
   *     process is as it was
   * @throws PoolException if the process cannot be made, processes are nested too deeply, or this
   *     thread is interrupted while it waits for the fork server. The process is as it was
   */
  void start();

  /**
   * Tells the process id.
   *
   * @return the process id, also after the process has ended
   * @throws IllegalStateException if it was not started, or is closed
   */
  long pid();

  /**
   * Tells whether the process runs.
   *
   * @return false before it was started and after it has ended
   * @throws IllegalStateException if it is closed
   */
  boolean isAlive();

  /**
   * Waits until the process has ended.
   *
   * @throws IllegalStateException if it was not started, or is closed
   * @throws PoolException if this thread is interrupted; its cause is the {@link
   *     InterruptedException}, and the interrupt status is set again
   */
  void join();

  /**
   * Waits until the process has ended, for a while at the most.
   *
   * @param timeout how long; zero or less only looks
   * @return whether it has ended
   * @throws IllegalStateException if it was not started, or is closed
   * @throws PoolException if this thread is interrupted; its cause is the {@link
   *     InterruptedException}, and the interrupt status is set again
   */
  boolean join(Duration timeout);

  /**
   * Tells how the process has ended, as one number.
   *
   * @return its exit code, or minus the number of the signal that has ended it (see {@link
   *     ExitStatus} for how exact that is); empty while it has not ended, or if nobody could learn
   *     it
   * @throws IllegalStateException if it is closed
   */
  OptionalInt exitCode();

  /**
   * Asks the process to end, as SIGTERM does. Does nothing once it has ended.
   *
   * @throws IllegalStateException if it was not started, or is closed
   */
  void terminate();

  /**
   * Ends the process at once, as SIGKILL does. Does nothing once it has ended.
   *
   * @throws IllegalStateException if it was not started, or is closed
   */
  void kill();

  /**
   * Interrupts the thread that runs the action, as {@link Thread#interrupt} does; if it has not
   * begun yet, it begins interrupted. Does not wait for that, and does nothing once the process has
   * ended. It reaches the child by the signal SIGURG, which a child without forkpool ignores; so it
   * needs a POSIX system.
   *
   * @throws IllegalStateException if it was not started, or is closed
   * @throws PoolException if the child cannot be reached
   */
  void interrupt();

  /**
   * Gives the operating system's view of the process.
   *
   * @return its handle
   * @throws IllegalStateException if it is not alive
   */
  ProcessHandle toHandle();

  /**
   * Tells the name.
   *
   * @return the name; where none was given {@code Process-1}, {@code Process-2} and so on, and
   *     below {@code Process-1} again {@code Process-1:1}
   */
  String name();

  /**
   * Tells whether the process ends with this one.
   *
   * @return whether it is a daemon
   */
  boolean daemon();

  /**
   * Tells where the process is in its life.
   *
   * @return the state
   */
  State state();

  /**
   * Tells when and how the process ends. What is to be done then runs on a thread of the common
   * pool, as with {@link Process#onExit()}, or on the caller's if it has ended already; it may
   * start other processes.
   *
   * @return a future of its own at each call, that completes when it has ended; never
   *     exceptionally, and never if it is not started
   * @throws IllegalStateException if it is closed
   */
  CompletableFuture<ExitStatus> onExit();

  /**
   * Tells whether it has ended; for {@link Connection#select}.
   *
   * @return true if so; false if it is not started, too
   * @throws IllegalStateException if it is closed
   */
  @Override
  default boolean isReady() {
    return onExit().isDone();
  }

  /** The same as {@link #onExit()}; for {@link Connection#select}. */
  @Override
  default CompletableFuture<ExitStatus> onReady() {
    return onExit();
  }

  /**
   * Lets go of the process. Does nothing if that was done before.
   *
   * @throws IllegalStateException if it is alive: join it, or end it first
   */
  @Override
  void close();

  /** Describes a process; from {@link Context#process}. Not thread-safe. */
  final class Builder {
    private static final int LONGEST_NAME = 1_000;

    private final StartMethod startMethod;
    private final SerializableRunnable target;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmArgs = new ArrayList<>();
    private String name;
    private Boolean daemon;

    Builder(StartMethod startMethod, SerializableRunnable target) {
      this.startMethod = startMethod;
      this.target = Objects.requireNonNull(target, "target");
    }

    /**
     * Names the process, and the thread that runs its action.
     *
     * @param name the name: not blank, at most 1,000 characters
     * @return this builder
     * @throws IllegalArgumentException if it is blank or longer
     */
    public Builder name(String name) {
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "a process's name has 1 to " + LONGEST_NAME + " characters: '" + name + "'");
      }
      this.name = name;
      return this;
    }

    /**
     * Sets whether the process ends with this one. Default: as this process, so false in a program
     * that was started by hand.
     *
     * @param daemon whether it does
     * @return this builder
     */
    public Builder daemon(boolean daemon) {
      this.daemon = daemon;
      return this;
    }

    /**
     * Adds a variable to the process's environment, which is this one's otherwise. {@code fork} has
     * no use for it: it refuses a process that sets any. {@code forkserver} has a server of its own
     * for each environment.
     *
     * @param key the variable's name
     * @param value its value
     * @return this builder
     * @throws IllegalArgumentException if a system cannot have such a variable
     */
    public Builder environment(String key, String value) {
      if (key.isEmpty() || key.indexOf('=') >= 0 || (key + value).indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "an environment cannot have the variable '" + key + "' with the value '" + value + "'");
      }
      environment.put(key, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Adds variables to the process's environment, as {@link #environment(String, String)}.
     *
     * @param variables names and values
     * @return this builder
     * @throws IllegalArgumentException if a system cannot have such a variable
     */
    public Builder environment(Map<String, String> variables) {
      variables.forEach(this::environment);
      return this;
    }

    /**
     * Adds JVM flags for the process, after those it has from this JVM, so that they win. {@code
     * fork} has no use for them: it refuses a process that sets any.
     *
     * @param args the flags, for instance {@code -Xmx256m}
     * @return this builder
     */
    public Builder jvmArgs(String... args) {
      jvmArgs.addAll(List.of(args));
      return this;
    }

    /**
     * Makes the process; does not start it.
     *
     * @return a new process
     * @throws IllegalArgumentException if the start method cannot give it flags or an environment
     *     of its own, or if it is to outlive this process, which is a daemon
     */
    public ChildProcess build() {
      return ProcessProvider.get()
          .newProcess(
              new ProcessSettings(
                  startMethod,
                  target,
                  Optional.ofNullable(name),
                  Optional.ofNullable(daemon),
                  environment,
                  jvmArgs));
    }
  }
}
