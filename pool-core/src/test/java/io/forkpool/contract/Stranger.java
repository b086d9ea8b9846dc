package io.forkpool.contract;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Makes an object of a class that is not on the class path: no worker can find it. */
final class Stranger {
  private static final String SOURCE =
      "public record OnlyHere(int value) implements java.io.Serializable {}";

  private Stranger() {}

  static Object make(Path directory) throws IOException, ReflectiveOperationException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path source = Files.writeString(directory.resolve("OnlyHere.java"), SOURCE);
    List<String> arguments = List.of("-proc:none", "-d", classes.toString(), source.toString());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("javac: " + status);
    }
    URI location = classes.toUri();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {location.toURL()})) {
      return loader.loadClass("OnlyHere").getConstructor(int.class).newInstance(1);
    }
  }
}
