package io.forkpool.core.cache;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The name of the archive for a JVM: a hash of all that it depends on; the package tells what that
 * is.
 *
 * @param name 32 hexadecimal digits
 */
record ArchiveKey(String name) {
  /** Changes when what is archived for one and the same key does. */
  private static final int FORMAT = 1;

  private static final int DIGITS = 32;

  /** Makes the key; empty if there can be no archive for this JVM. */
  static Optional<ArchiveKey> of(ChildJvm jvm, Path programSource) throws IOException {
    List<Path> jars = jars(jvm.classPath());
    if (!jars.contains(programSource)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    parts.add("format " + FORMAT);
    parts.add(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    parts.add(described(Path.of(System.getProperty("java.home"), "lib", "modules")));
    parts.addAll(jvm.flagsThatCount());
    for (Path jar : jars) {
      parts.add(described(jar));
    }
    parts.add(jvm.program());
    return Optional.of(new ArchiveKey(hash(String.join("\n", parts))));
  }

  /** The class path up to the first entry that is not a file. */
  private static List<Path> jars(String classPath) {
    List<Path> jars = new ArrayList<>();
    try {
      for (String entry : classPath.split(File.pathSeparator)) {
        Path path = Path.of(entry).toAbsolutePath();
        if (entry.isEmpty() || !Files.isRegularFile(path)) {
          break;
        }
        jars.add(path);
      }
    } catch (InvalidPathException e) {
      // Nor does the JVM find anything there; what comes later counts as a directory would.
    }
    return jars;
  }

  private static String described(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return file + " " + attributes.size() + " " + attributes.lastModifiedTime().toMillis();
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
