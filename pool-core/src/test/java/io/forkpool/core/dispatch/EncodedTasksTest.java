package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.core.channel.Payload;
import io.forkpool.core.channel.Slice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodedTasksTest {
  private final EncodedTasks tasks = new EncodedTasks();

  private static byte[] bytesOf(Payload payload) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Slice slice : payload.slices()) {
      all.write(slice.array(), slice.from(), slice.length());
    }
    assertEquals(all.size(), payload.length());
    return all.toByteArray();
  }

  private Payload take(int count) {
    return tasks.takeBytes(Arrays.stream(tasks.takeSizes(count)).asLongStream().sum());
  }

  @Test
  void anyChunkIsCutFromWhatWasPublishedInAnyPieces() {
    Random random = new Random(3);
    byte[] all = new byte[10_000];
    random.nextBytes(all);
    List<Integer> sizes = new ArrayList<>();
    int published = 0;
    int taken = 0;
    int next = 0;
    int bytesTaken = 0;
    while (bytesTaken < all.length) {
      if (published < all.length && random.nextBoolean()) {
        int count = 1 + random.nextInt(5);
        int[] batch = new int[count + random.nextInt(3)]; // longer than what is valid of it
        int begin = published;
        for (int i = 0; i < count; i++) {
          int size = Math.min(random.nextInt(60), all.length - published);
          batch[i] = size;
          sizes.add(size);
          published += size;
        }
        int cut = begin + random.nextInt(published - begin + 1); // wherever, not between tasks
        List<Slice> slices = List.of(new Slice(all, begin, cut), new Slice(all, cut, published));
        tasks.add(Payload.of(slices), batch, count);
      } else if (tasks.count() > 0) {
        int count = 1 + random.nextInt(tasks.count());
        int[] some = tasks.takeSizes(count);
        int length = 0;
        for (int size : some) {
          assertEquals(sizes.get(next++), size);
          length += size;
        }
        byte[] expected = Arrays.copyOfRange(all, bytesTaken, bytesTaken + length);
        assertArrayEquals(expected, bytesOf(tasks.takeBytes(length)));
        bytesTaken += length;
        taken += count;
      }
      assertEquals(sizes.size() - taken, tasks.count());
      assertEquals(published - bytesTaken, tasks.byteCount());
    }
  }

  @Test
  void chunkMayEndWithinAPiece() {
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    tasks.add(Payload.of(List.of(new Slice(bytes, 0, 6))), new int[] {2, 2, 2}, 3);
    assertArrayEquals(new byte[] {1, 2}, bytesOf(take(1)));
    assertArrayEquals(new byte[] {3, 4, 5, 6}, bytesOf(take(2)));
    assertEquals(0, tasks.count());
  }

  @Test
  void restOfAPieceStaysInFrontOfTheNext() {
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    tasks.add(Payload.of(List.of(new Slice(bytes, 0, 4))), new int[] {2, 2}, 2);
    tasks.add(Payload.of(List.of(new Slice(bytes, 4, 6))), new int[] {2}, 1);
    assertArrayEquals(new byte[] {1, 2}, bytesOf(take(1)));
    assertArrayEquals(new byte[] {3, 4}, bytesOf(take(1)));
    assertArrayEquals(new byte[] {5, 6}, bytesOf(take(1)));
  }

  @Test
  void clearedTasksAreGoneAndOthersMayFollow() {
    byte[] bytes = {1, 2, 3};
    tasks.add(Payload.of(List.of(new Slice(bytes, 0, 3))), new int[] {1, 1, 1}, 3);
    take(1);
    tasks.clear();
    assertEquals(0, tasks.count());
    assertEquals(0, tasks.byteCount());
    tasks.add(Payload.of(List.of(new Slice(bytes, 1, 3))), new int[] {2}, 1);
    assertArrayEquals(new byte[] {2, 3}, bytesOf(take(1)));
  }
}
