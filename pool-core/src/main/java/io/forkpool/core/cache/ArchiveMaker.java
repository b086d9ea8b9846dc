package io.forkpool.core.cache;

import io.forkpool.core.child.ChildMain;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes one archive, in a JVM of its own, so that the program it is for has nothing to wait for,
 * watch, or clean up. It ends soon after the program has, whatever it was doing.
 */
public final class ArchiveMaker implements ChildProgram {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int LOOK_MILLIS = 100;
  private static final int LAST_WORDS = 2_000;

  private long deadline;

  /** Public, since it is named to the JVM that runs it. */
  public ArchiveMaker() {}

  /** Why there is no archive. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  public void run(byte[] argument) throws Exception {
    ArchiveOrder order = ArchiveOrder.decode(argument);
    deadline = System.nanoTime() + LIMIT_NANOS;
    try (FileChannel file =
            FileChannel.open(order.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      // Another program's maker has the lock, or had it a moment ago.
      if (lock != null && order.archive().isEmpty()) {
        make(order);
        CacheSize.trim(order.directory(), CacheSize.MOST_BYTES, Instant.now());
      }
    }
  }

  private void make(ArchiveOrder order) throws IOException, InterruptedException {
    Path archive = order.temporary("archive");
    Path configuration = order.temporary("configuration");
    Path output = order.temporary("output");
    try {
      for (List<String> flags : ArchiveKind.ofThisJdk().making(configuration, archive)) {
        runJvm(order, flags, output);
      }
      if (Files.notExists(archive)) {
        throw new Failed("nothing was written");
      }
      try (FileChannel written = FileChannel.open(archive, StandardOpenOption.READ)) {
        written.force(true); // a machine that goes down must not leave the name without the bytes
      }
      Path name = order.archive(Files.size(archive));
      Files.move(archive, name, StandardCopyOption.ATOMIC_MOVE);
    } catch (Failed e) {
      Files.writeString(order.failure(), e.getMessage() + "\n" + lastWords(output));
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(configuration);
      Files.deleteIfExists(output);
    }
  }

  private void runJvm(ArchiveOrder order, List<String> flags, Path output)
      throws Failed, IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(order.jvm().java());
    command.addAll(order.jvm().flagsForTraining());
    command.addAll(flags);
    command.addAll(List.of("-cp", order.jvm().classPath(), ChildMain.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    try {
      instruct(process, order.jvm().program());
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (parent() != order.parent()) {
          throw new IOException("the program that this archive is for has ended");
        }
        if (System.nanoTime() - deadline > 0) {
          throw new Failed("it took too long");
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new Failed(command + " ended with " + process.exitValue());
    }
  }

  private static void instruct(Process process, String program) {
    byte[] name = program.getBytes(StandardCharsets.UTF_8);
    OutputStream in = process.getOutputStream();
    try {
      ChildMain.instruct(List.of(new ChildEntry.Named(Trainer.class.getName(), name)), in);
    } catch (IOException e) {
      // It has ended, or only assembles what another has recorded: its exit value tells.
      System.getLogger("io.forkpool").log(System.Logger.Level.DEBUG, "a JVM does not listen", e);
    }
  }

  private static long parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
  }

  private static String lastWords(Path output) throws IOException {
    if (Files.notExists(output)) {
      return "";
    }
    String words = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return words.substring(Math.max(0, words.length() - LAST_WORDS));
  }
}
