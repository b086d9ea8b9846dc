package io.forkpool.posix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The threads of this process, as the kernel knows them. */
final class OsThreads {
  private OsThreads() {}

  /** Their names, cut at 15 characters, by id. */
  static Map<Integer, String> byId() throws IOException {
    Map<Integer, String> names = new TreeMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          names.put(Integer.valueOf(task.getFileName().toString()), name);
        } catch (NoSuchFileException e) {
          // It has ended meanwhile.
        } catch (IOException e) {
          if (!String.valueOf(e.getMessage()).contains("No such process")) { // ended, while read
            throw e;
          }
        }
      }
    }
    return names;
  }

  static List<String> names() throws IOException {
    return new ArrayList<>(byId().values());
  }
}
