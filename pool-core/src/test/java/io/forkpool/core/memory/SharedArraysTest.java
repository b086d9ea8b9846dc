package io.forkpool.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.ResourceClosedException;
import io.forkpool.SharedByteArray;
import io.forkpool.SharedDouble;
import io.forkpool.SharedDoubleArray;
import io.forkpool.SharedIntArray;
import io.forkpool.SharedLong;
import io.forkpool.SharedLongArray;
import io.forkpool.SharedMemory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SharedArraysTest {
  @Test
  void ints() {
    try (SharedIntArray array = SharedIntArray.create(10)) {
      assertEquals(10, array.length());
      array.set(9, 5);
      assertEquals(5, array.getAndAdd(9, 2));
      assertEquals(7, array.getAndSet(9, 8));
      assertFalse(array.compareAndSet(9, 7, 1));
      assertTrue(array.compareAndSet(9, 8, -1));
      assertEquals(-1, array.getVolatile(9));
      array.setVolatile(0, 4);
      assertEquals(3, array.stream().sum());
      int[] copy = new int[12];
      array.read(0, copy, 1, 10);
      assertArrayEquals(new int[] {0, 4, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0}, copy);
      array.write(2, new int[] {9, 8, 7}, 1, 2);
      assertEquals(8, array.get(2));
      assertEquals(7, array.buffer(1, 4).get(2));
      assertEquals(10, array.buffer().capacity());
    }
  }

  @Test
  void bytes() {
    try (SharedByteArray array = SharedByteArray.create(10)) {
      assertEquals(10, array.length());
      assertEquals(10, array.memory().bytes());
      array.set(9, (byte) 200);
      assertEquals(-56, array.get(9));
      array.write(2, new byte[] {9, 8, 7}, 1, 2);
      byte[] copy = new byte[12];
      array.read(0, copy, 1, 10);
      assertArrayEquals(new byte[] {0, 0, 0, 8, 7, 0, 0, 0, 0, 0, -56, 0}, copy);
      assertEquals(15 - 56, array.stream().sum());
      assertEquals(7, array.slice(3, 10).get(0));
      assertEquals(ByteBuffer.wrap(copy, 3, 3), array.buffer(2, 3));
      array.memory().asByteArray().set(0, (byte) 1);
      assertEquals(1, array.buffer().get(0));
      assertThrows(IndexOutOfBoundsException.class, () -> array.get(10));
      assertThrows(IndexOutOfBoundsException.class, () -> array.slice(8, 10).set(2, (byte) 1));
    }
  }

  @Test
  void longs() {
    try (SharedLongArray array = SharedLongArray.create(4)) {
      array.set(3, Long.MIN_VALUE);
      assertEquals(Long.MIN_VALUE, array.getAndAdd(3, 1));
      assertEquals(Long.MIN_VALUE + 1, array.getAndSet(3, 8));
      assertFalse(array.compareAndSet(3, 7, 1));
      assertTrue(array.compareAndSet(3, 8, -1));
      assertEquals(-1, array.getVolatile(3));
      array.write(0, new long[] {1, 2}, 0, 2);
      long[] copy = new long[4];
      array.read(0, copy, 0, 4);
      assertArrayEquals(new long[] {1, 2, 0, -1}, copy);
      assertEquals(2, array.buffer(1, 1).get(0));
    }
  }

  @Test
  void doubles() {
    try (SharedDoubleArray array = SharedDoubleArray.create(4)) {
      array.set(3, 1.5);
      assertEquals(1.5, array.getAndAdd(3, 0.25));
      assertEquals(1.75, array.getAndSet(3, 0.0));
      assertFalse(array.compareAndSet(3, -0.0, 1));
      assertTrue(array.compareAndSet(3, 0.0, Double.NaN));
      assertTrue(Double.isNaN(array.getAndAdd(3, 1)));
      array.write(0, new double[] {1, 2}, 0, 2);
      assertEquals(3, array.slice(0, 3).stream().sum());
      assertEquals(2, array.buffer(1, 1).get(0));
    }
  }

  @Test
  void values() {
    try (SharedLong count = SharedLong.create(-3);
        SharedDouble total = SharedDouble.create(0.5)) {
      assertEquals(-3, count.get());
      assertEquals(-1, count.addAndGet(2));
      assertEquals(-1, count.getAndSet(9));
      assertTrue(count.compareAndSet(9, 10));
      assertFalse(count.compareAndSet(9, 11));
      count.set(12);
      assertEquals(12, count.getAndAdd(0));
      assertEquals(0.75, total.addAndGet(0.25));
      assertEquals(0.75, total.getAndSet(2));
      assertTrue(total.compareAndSet(2, 3));
      total.set(4);
      assertEquals(4, total.get());
    }
  }

  @Test
  void slicesShareTheMemoryAndCoverAll() {
    try (SharedLongArray array = SharedLongArray.create(11)) {
      List<SharedLongArray> slices = array.slices(4);
      assertEquals(List.of(3L, 3L, 3L, 2L), slices.stream().map(SharedLongArray::length).toList());
      long next = 0;
      for (SharedLongArray slice : slices) {
        for (long i = 0; i < slice.length(); i++) {
          slice.set(i, next++);
        }
        slice.close(); // a view: has no effect
      }
      for (long i = 0; i < 11; i++) {
        assertEquals(i, array.get(i));
      }
      assertEquals(7, array.slice(5, 9).slice(1, 3).get(1));
      assertEquals(13, array.slices(13).size());
      assertEquals(0, array.slice(11, 11).buffer().capacity());
      assertEquals(0, array.slice(11, 11).stream().count());
    }
  }

  @Test
  void whatIsNotWithinIsRefused() {
    try (SharedIntArray array = SharedIntArray.create(10)) {
      SharedIntArray slice = array.slice(2, 5);
      for (long index : new long[] {-1, 3, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertThrows(IndexOutOfBoundsException.class, () -> slice.get(index));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.set(index, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.getVolatile(index));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.setVolatile(index, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.getAndAdd(index, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.getAndSet(index, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.compareAndSet(index, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.buffer(index, 1));
      }
      int[] three = new int[3];
      assertThrows(IndexOutOfBoundsException.class, () -> slice.read(1, three, 0, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.read(0, three, 1, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.write(1, three, 0, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.write(0, three, 0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(2, 1));
      assertThrows(IllegalArgumentException.class, () -> slice.slices(0));
      assertThrows(IndexOutOfBoundsException.class, () -> array.memory().buffer(0, 41));
      assertThrows(IndexOutOfBoundsException.class, () -> array.memory().buffer(-1, 1));
      assertEquals(0, array.stream().sum());
    }
  }

  @Test
  void aClosedOneRefusesEverything() {
    SharedDoubleArray array = SharedDoubleArray.create(10);
    SharedDoubleArray slice = array.slice(1, 3);
    SharedMemory memory = array.memory();
    array.close();
    array.close();
    assertTrue(memory.isClosed());
    double[] one = new double[1];
    assertThrows(ResourceClosedException.class, () -> array.get(0));
    assertThrows(ResourceClosedException.class, () -> slice.get(0));
    assertThrows(ResourceClosedException.class, () -> array.set(0, 1));
    assertThrows(ResourceClosedException.class, () -> array.getVolatile(0));
    assertThrows(ResourceClosedException.class, () -> array.setVolatile(0, 1));
    assertThrows(ResourceClosedException.class, () -> array.getAndAdd(0, 1));
    assertThrows(ResourceClosedException.class, () -> array.getAndSet(0, 1));
    assertThrows(ResourceClosedException.class, () -> array.compareAndSet(0, 0, 1));
    assertThrows(ResourceClosedException.class, () -> array.read(0, one, 0, 1));
    assertThrows(ResourceClosedException.class, () -> array.write(0, one, 0, 0));
    assertThrows(ResourceClosedException.class, () -> array.buffer());
    assertThrows(ResourceClosedException.class, () -> array.stream().sum());
    assertThrows(ResourceClosedException.class, () -> memory.buffer(0, 1));
    assertThrows(ResourceClosedException.class, memory::asLongArray);
    assertEquals(80, memory.bytes());
    assertEquals(10, array.length());
  }

  @Test
  void lengthsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SharedIntArray.create(0));
    assertThrows(IllegalArgumentException.class, () -> SharedLongArray.create(-1));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create(0));
    assertThrows(IllegalArgumentException.class, () -> SharedMemory.create("name", -1));
  }

  /** More than one part, and more than a buffer: 2.2 GB. */
  @Test
  @Tag("stress")
  void moreThanTwoGigabytes() {
    long length = 275_000_000;
    try (SharedLongArray array = SharedLongArray.create(length)) {
      long border = Mapping.PART_BYTES / Long.BYTES;
      array.write(border - 2, new long[] {1, 2, 3, 4}, 0, 4);
      assertEquals(3, array.get(border));
      assertEquals(3, array.memory().buffer(Mapping.PART_BYTES - 8, 16).getLong(8));
      assertEquals(2, array.buffer(border - 1, 2).get(0));
      long[] copy = new long[4];
      array.read(border - 2, copy, 0, 4);
      assertArrayEquals(new long[] {1, 2, 3, 4}, copy);
      array.set(length - 1, 9);
      assertEquals(9, array.slice(2 * border, length).get(length - 2 * border - 1));
      assertThrows(IllegalStateException.class, array::buffer);
      assertThrows(IllegalStateException.class, () -> array.memory().buffer());
      assertEquals(19, array.stream().sum());
    }
  }
}
