package io.forkpool.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ChildProcess;
import io.forkpool.Connection;
import io.forkpool.Context;
import io.forkpool.ParentProcess;
import io.forkpool.Pipe;
import io.forkpool.Pool;
import io.forkpool.ProcessQueue;
import io.forkpool.SharedIntArray;
import io.forkpool.SharedLong;
import io.forkpool.SharedMemory;
import io.forkpool.StartMethod;
import io.forkpool.Subprocess;
import io.forkpool.SubprocessResult;
import io.forkpool.posix.Posix;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of Python's calls names methods that there are. */
class ReadmeTableTest {
  private static final List<Class<?>> TYPES =
      List.of(
          ChildProcess.class,
          ChildProcess.Builder.class,
          CompletableFuture.class,
          Connection.class,
          Context.class,
          Duration.class,
          List.class,
          ParentProcess.class,
          Pipe.class,
          Pool.class,
          Pool.Builder.class,
          Posix.class,
          ProcessQueue.class,
          Runtime.class,
          SharedIntArray.class,
          SharedLong.class,
          SharedMemory.class,
          StartMethod.class,
          Subprocess.class,
          SubprocessResult.class);

  /** The functions of the table's user. */
  private static final Set<String> OWN = Set.of("f");

  @Test
  void everyMethodOfTheTableIsThere() throws IOException {
    List<String> rows =
        Files.readString(Path.of("..", "README.md"))
            .lines()
            .dropWhile(line -> !line.equals("| Python | Java |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertTrue(rows.size() > 30, rows::toString);
    Set<String> named =
        rows.stream()
            .map(row -> row.substring(row.indexOf(" | ")))
            .flatMap(ReadmeTableTest::calls)
            .collect(Collectors.toCollection(TreeSet::new));
    TYPES.stream()
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .map(Method::getName)
        .forEach(named::remove);
    named.removeAll(OWN);
    assertEquals(Set.of(), named);
  }

  private static Stream<String> calls(String java) {
    return Pattern.compile("(\\w+)\\(").matcher(java).results().map(call -> call.group(1));
  }
}
