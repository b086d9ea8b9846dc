package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import io.forkpool.ExitStatus;
import io.forkpool.HeldLockPolicy;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildHandle;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.ChildRequest;
import io.forkpool.spi.ChildRole;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has a fork server killed, or stopped, before each of the system calls that it makes for one
 * request: the first time before the first one, then before the second one, and so on, until it
 * gets through all of them. After each, whoever has asked for the child has it or an {@link
 * IOException}, a child that was made runs to its end, and no process is left.
 *
 * <p>The servers are forks of this JVM, as a fresh JVM for each step would take minutes.
 */
final class ServerStepsProgram {
  private static final ServedKind KIND =
      new ServedKind(argument -> {}, ErrorOutput.PIPES, Optional.empty(), Pace.WORKERS);

  private static final int MOST_STEPS = 100;
  private static final long LIMIT_SECONDS = 20;
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  /** What befalls the server. */
  enum Fate {
    KILLED(Native.SIGKILL, 0),
    KILLED_WITH_A_SPARE(Native.SIGKILL, 1),
    STOPPED_AND_CONTINUED(SIGSTOP, 0),
    STOPPED_AND_KILLED(SIGSTOP, 1);

    final int signal;
    final int spares;

    Fate(int signal, int spares) {
      this.signal = signal;
      this.spares = spares;
    }
  }

  private final Fate fate;
  private final int step;
  private final Path directory;

  private ServerStepsProgram(Fate fate, int step, Path directory) {
    this.fate = fate;
    this.step = step;
    this.directory = directory;
  }

  public static void main(String[] args) throws Exception {
    Path base = Path.of(args[0]);
    for (Fate fate : Fate.values()) {
      int step = 1;
      int made = 0;
      while (true) {
        Path directory = Files.createDirectory(base.resolve(fate + "-" + step));
        ServerStepsProgram round = new ServerStepsProgram(fate, step, directory);
        try {
          made += round.run() ? 1 : 0;
        } catch (Exception | AssertionError e) {
          throw new AssertionError(fate + " before system call " + step, e);
        }
        if (!round.hasHappened()) {
          break;
        }
        check(++step < MOST_STEPS, "it never gets through");
      }
      System.out.println(fate + ": " + (step - 1) + " steps, " + made + " of them gave a child");
    }
    System.exit(0); // whatever threads are left
  }

  /** Returns whether there was a child. */
  private boolean run() throws Exception {
    ChildHandle process;
    ForkServer application;
    try (ServerMeeting meeting = ServerMeeting.open()) {
      process = fork(meeting);
      SocketChannel connection = meeting.await(process);
      application = new ForkServer(process, connection, "steps", ChildRole.WORKER);
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      threads.execute(() -> releaseWhenStopped((int) process.pid()));
      Set<Long> spares = awaitSpare(process);
      Future<ChildHandle> asked =
          threads.submit(
              () ->
                  application.start(
                      "child",
                      Child.class.getName(),
                      directory.toString().getBytes(StandardCharsets.UTF_8)));
      ChildHandle child = answer(asked);
      Files.createFile(directory.resolve("go"));
      if (child != null) {
        ExitStatus status = child.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        check(
            status.equals(ExitStatus.ofExitValue(0)) || status instanceof ExitStatus.Lost,
            "the child has ended by " + status);
      }
      application.close();
      process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertNothingIsLeft(spares);
      return child != null;
    } finally {
      threads.shutdownNow();
      process.kill();
    }
  }

  private ChildHandle fork(ServerMeeting meeting) throws IOException {
    String path = meeting.path();
    byte[] token = meeting.token();
    ChildProgram server = argument -> serve(path, token);
    return new ForkStartMethod()
        .start(
            new ChildRequest(
                "steps",
                new ChildEntry.Live(server),
                Optional.empty(),
                List.of(),
                Map.of(),
                1,
                HeldLockPolicy.WARN));
  }

  private void serve(String path, byte[] token) throws IOException {
    ServerOrder order =
        new ServerOrder(path, token, fate.spares, "", ChildRole.WORKER, Optional.empty());
    int socket = MessageChannel.open(Native.get(), order).descriptor();
    Native stepping = stepping(Native.get(), Posix.getpid());
    Reserve reserve = new Reserve(stepping, fate.spares, KIND);
    new ServerLoop(stepping, new MessageChannel(stepping, socket), reserve).run();
    Native.get().exit(0);
  }

  /** The system, which signals its caller before one of its calls, but no fork of that. */
  private Native stepping(Native system, int server) {
    int[] calls = new int[1];
    return (Native)
        Proxy.newProxyInstance(
            ServerStepsProgram.class.getClassLoader(),
            new Class<?>[] {Native.class},
            (self, method, arguments) -> {
              if (Posix.getpid() == server && ++calls[0] == step) {
                Files.createFile(directory.resolve("happened"));
                system.kill(server, fate.signal);
              }
              try {
                return method.invoke(system, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private boolean hasHappened() {
    return Files.exists(directory.resolve("happened"));
  }

  private void releaseWhenStopped(int server) {
    try {
      while (!isStopped(server)) {
        Thread.sleep(2);
      }
      int signal = fate == Fate.STOPPED_AND_CONTINUED ? SIGCONT : Native.SIGKILL;
      Native.get().kill(server, signal);
    } catch (IOException | InterruptedException e) {
      return; // it has gone, or all is done
    }
  }

  private static boolean isStopped(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.startsWith("T", stat.lastIndexOf(')') + 2);
  }

  private Set<Long> awaitSpare(ChildHandle server) throws Exception {
    Wait.until("no spare", () -> Spares.of(server.pid()).size() == fate.spares || hasHappened());
    return Spares.of(server.pid());
  }

  private static ChildHandle answer(Future<ChildHandle> asked) throws Exception {
    try {
      return asked.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      check(e.getCause() instanceof IOException, "not typed: " + e.getCause());
      return null;
    }
  }

  private void assertNothingIsLeft(Set<Long> spares) throws Exception {
    for (long spare : spares) {
      Wait.until("a spare is left", () -> hasGone(spare));
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("child-")) {
          long pid = Long.parseLong(name.substring(6));
          Wait.until("a child is left", () -> hasGone(pid));
        }
      }
    }
  }

  /** Orphans are reaped by somebody else, at leisure. */
  private static boolean hasGone(long pid) {
    return ProcessHandle.of(pid).map(ServedHandle::hasEnded).orElse(true);
  }

  /** Runs until it is told to go. */
  public static final class Child implements ChildProgram {
    public Child() {}

    @Override
    public void run(byte[] argument) throws Exception {
      Path directory = Path.of(new String(argument, StandardCharsets.UTF_8));
      Files.createFile(directory.resolve("child-" + Posix.getpid()));
      Wait.until("nobody says go", () -> Files.exists(directory.resolve("go")));
    }
  }
}
