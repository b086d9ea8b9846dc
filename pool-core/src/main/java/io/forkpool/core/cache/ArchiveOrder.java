package io.forkpool.core.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an {@link ArchiveMaker} is to make.
 *
 * @param parent the process that wants it; when it has gone, so does the maker
 * @param directory where the archive is to lie
 * @param key its name
 * @param jvm whom it is for
 */
record ArchiveOrder(long parent, Path directory, String key, ChildJvm jvm) {
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(parent);
      out.writeUTF(directory.toString());
      out.writeUTF(key);
      out.writeUTF(jvm.java());
      out.writeUTF(jvm.program());
      byte[] classPath = jvm.classPath().getBytes(StandardCharsets.UTF_8);
      out.writeInt(classPath.length); // may be too long for writeUTF
      out.write(classPath);
      out.writeInt(jvm.flags().size());
      for (String flag : jvm.flags()) {
        out.writeUTF(flag);
      }
    } catch (IOException e) {
      throw new AssertionError("an array does not throw", e);
    }
    return bytes.toByteArray();
  }

  static ArchiveOrder decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    long parent = in.readLong();
    Path directory = Path.of(in.readUTF());
    String key = in.readUTF();
    String java = in.readUTF();
    String program = in.readUTF();
    String classPath = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    List<String> flags = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      flags.add(in.readUTF());
    }
    return new ArchiveOrder(parent, directory, key, new ChildJvm(java, flags, classPath, program));
  }

  /**
   * Finds the archive. Its name tells its size too, since HotSpot may crash on one that was cut off
   * (17 does, with SIGBUS): such a file is deleted.
   */
  Optional<Path> archive() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, key + "-*" + suffix())) {
      for (Path file : found) {
        if (isWhole(file)) {
          return Optional.of(file);
        }
        Files.deleteIfExists(file);
      }
    }
    return Optional.empty();
  }

  /** Whether an archive is there, and as long as it was when it was made. */
  static boolean isWhole(Path archive) throws IOException {
    String name = archive.getFileName().toString();
    String size = name.substring(name.indexOf('-') + 1, name.indexOf('.'));
    return Files.exists(archive) && Long.toString(Files.size(archive)).equals(size);
  }

  /** The name of an archive of this size. */
  Path archive(long size) {
    return directory.resolve(key + "-" + size + suffix());
  }

  private static String suffix() {
    return ArchiveKind.ofThisJdk().suffix();
  }

  /** Why the archive could not be made, the last time that was tried. */
  Path failure() {
    return directory.resolve(key + CacheSize.FAILURE);
  }

  Path lock() {
    return directory.resolve(key + CacheSize.LOCK);
  }

  /** A file that is deleted when the maker ends. */
  Path temporary(String what) {
    return directory.resolve(key + "." + what + CacheSize.TEMPORARY);
  }
}
