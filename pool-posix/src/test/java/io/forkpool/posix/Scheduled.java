package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * How a thread is scheduled, as proc(5) shows it.
 *
 * @param nice its nice value
 * @param cpus the processors that it may run on, as a list of ranges
 */
record Scheduled(int nice, String cpus) {
  private static final int FIELD_OF_NICE = 19;

  static Scheduled ofThisThread() throws IOException {
    return of(Path.of("/proc/thread-self"));
  }

  /** Those of all threads of a process; of threads that end meanwhile not. */
  static Set<Scheduled> ofThreads(long pid) throws IOException {
    Set<Scheduled> all = new HashSet<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        try {
          all.add(of(task));
        } catch (NoSuchFileException e) {
          // It has ended.
        } catch (IOException e) {
          if (!String.valueOf(e.getMessage())
              .contains("No such process")) { // ended while it is read
            throw e;
          }
        }
      }
    }
    return all;
  }

  /** A processor that this process may use. */
  static int firstProcessor() throws IOException {
    return Integer.parseInt(ofThisThread().cpus().split("[-,]")[0]);
  }

  private static Scheduled of(Path task) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // from the third on
    String name = "Cpus_allowed_list:";
    String cpus =
        Files.readAllLines(task.resolve("status")).stream()
            .filter(line -> line.startsWith(name))
            .map(line -> line.substring(name.length()).strip())
            .findFirst()
            .orElseThrow();
    return new Scheduled(Integer.parseInt(fields[FIELD_OF_NICE - 3]), cpus);
  }
}
