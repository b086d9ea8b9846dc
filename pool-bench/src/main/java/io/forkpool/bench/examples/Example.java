package io.forkpool.bench.examples;

import io.forkpool.Context;
import io.forkpool.StartMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The programs, by their numbers. */
public enum Example {
  LOGGING(1, "logging configured in the parent", Methods.ALL, Logging::run),
  THREADS(2, "threads before and after a fork", Methods.FORK, Threads::run),
  HELD_LOCK(3, "a lock that is held at the start of a child", Methods.ALL, HeldLock::run),
  DEFAULT_METHOD(4, "the default start method, set once", Methods.ALL, DefaultMethod::run),
  ONE_QUEUE(5, "a process with a queue", Methods.ALL, OneQueue::run),
  STATIC_STATE(6, "static state that main has set", Methods.ALL, StaticState::run),
  FILE_AND_LOCK(7, "a file and a lock, passed to a child", Methods.ALL, FileAndLock::run),
  THREE_PROCESSES(8, "parent, fork server and child", Methods.SERVER, ThreeProcesses::run),
  WITHOUT_FORK(9, "a platform without fork", Methods.SPAWN, WithoutFork::run),
  RAW_FORK(10, "fork() itself", Methods.FORK, RawFork::run),
  ONE_PROCESS(11, "a process with an argument", Methods.ALL, OneProcess::run),
  FIVE_TASKS(12, "five tasks, four workers", Methods.ALL, FiveTasks::run),
  EXTERNAL_COMMAND(13, "an external command", Methods.ALL, ExternalCommand::run),
  PRODUCER_AND_CONSUMER(
      14, "producer and consumer over a queue", Methods.ALL, ProducerAndConsumer::run),
  ONE_PIPE(15, "a pipe between two processes", Methods.ALL, OnePipe::run),
  CANNOT_TRAVEL(16, "an object that cannot travel", Methods.ALL, CannotTravel::run);

  /** In a class of its own: an enum's constants come before its static fields. */
  private static final class Methods {
    static final List<StartMethod> SPAWN = List.of(StartMethod.SPAWN);
    static final List<StartMethod> FORK = List.of(StartMethod.FORK);
    static final List<StartMethod> SERVER = List.of(StartMethod.FORKSERVER);
    static final List<StartMethod> ALL =
        List.of(StartMethod.SPAWN, StartMethod.FORK, StartMethod.FORKSERVER);
  }

  private interface Body {
    void run(Context context) throws Exception;
  }

  private final int number;
  private final String title;
  private final List<StartMethod> startMethods;
  private final Body body;

  Example(int number, String title, List<StartMethod> startMethods, Body body) {
    this.number = number;
    this.title = title;
    this.startMethods = startMethods;
    this.body = body;
  }

  /**
   * Finds a program.
   *
   * @param number its number, from 1
   * @return the program, if there is one
   */
  public static Optional<Example> of(int number) {
    return Arrays.stream(values()).filter(example -> example.number == number).findFirst();
  }

  /**
   * Tells its number.
   *
   * @return the number, from 1
   */
  public int number() {
    return number;
  }

  /**
   * Tells what it is about.
   *
   * @return a few words
   */
  public String title() {
    return title;
  }

  /**
   * Tells for which start methods it is.
   *
   * @return at least one; immutable
   */
  public List<StartMethod> startMethods() {
    return startMethods;
  }

  /**
   * Runs it, in this JVM.
   *
   * @param context of one of its start methods
   * @throws Exception what goes wrong
   */
  public void run(Context context) throws Exception {
    body.run(context);
  }
}
