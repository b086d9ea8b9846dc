package io.forkpool.core.codec;

import com.esotericsoftware.kryo.Kryo;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Paths: those of the default file system as text, relative ones staying relative; others by URI,
 * which works if the worker has that file system open too.
 */
final class PathSerializer extends ValueSerializer<Path> {
  @Override
  void write(Kryo kryo, ValueOutput out, Path value) {
    boolean usual = value.getFileSystem() == FileSystems.getDefault();
    out.writeBoolean(usual);
    out.writeString(usual ? value.toString() : value.toUri().toString());
  }

  @Override
  Path read(Kryo kryo, ValueInput in, Class<? extends Path> type) {
    boolean usual = in.readBoolean();
    String text = in.readString();
    return usual ? Path.of(text) : Path.of(URI.create(text));
  }
}
