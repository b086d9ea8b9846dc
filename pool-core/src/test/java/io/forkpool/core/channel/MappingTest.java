package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  @TempDir private Path directory;

  private FileChannel open(StandardOpenOption... options) throws IOException {
    return FileChannel.open(directory.resolve("words"), options);
  }

  @Test
  void oldWayAndFastestShareTheSameWords() throws IOException {
    ByteBuffer old;
    ByteBuffer fastest;
    try (FileChannel channel =
        open(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      old = new Mapping.OfBuffer().map(channel, 128);
      fastest = Mapping.FASTEST.map(channel, 128);
    }
    assertEquals(128, fastest.capacity());
    old.putLong(64, 0x0123456789abcdefL);
    assertEquals(0x0123456789abcdefL, fastest.getLong(64));
    fastest.putLong(0, 42);
    assertEquals(42, old.getLong(0));
  }

  @Test
  void fastestIsTheOneOfThisJdk() {
    String expected = Runtime.version().feature() < 22 ? "OfBuffer" : "MappingByArena";
    assertEquals(expected, Mapping.FASTEST.getClass().getSimpleName());
  }

  @Test
  void fileThatCannotBeWrittenToIsRefused() throws IOException {
    open(StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    try (FileChannel channel = open(StandardOpenOption.READ)) {
      assertThrows(NonWritableChannelException.class, () -> Mapping.FASTEST.map(channel, 128));
    }
  }
}
