package io.forkpool.core.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsTest {
  private static final int MANY = 3 * Results.PACKED_FROM;

  private static final List<IntFunction<Object>> NUMBERS =
      List.of(
          i -> Integer.MIN_VALUE + i,
          i -> Long.MAX_VALUE - i,
          i -> i % 3 == 0 ? Double.NaN : i % 3 == 1 ? -0.0 : i / 7.0);

  @Test
  void manyNumbersOfOneTypeAreKeptAsBits() {
    for (IntFunction<Object> number : NUMBERS) {
      List<Object> expected = values(MANY, number);
      List<Object> list = arrived(expected, 1_000, 1_500, 17);
      assertInstanceOf(PackedList.class, list);
      assertEquals(expected, list);
      assertEquals(list, expected);
      assertEquals(expected.hashCode(), list.hashCode());
      assertEquals(expected, list.stream().toList());
      assertEquals(expected, List.of(list.toArray()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1_000, 2_000, MANY - 1})
  void oneValueOfAnotherTypeIsEnoughForObjects(int at) {
    for (IntFunction<Object> number : NUMBERS) {
      for (Object odd :
          new Object[] {
            null, "x", (short) 3, number == NUMBERS.get(0) ? (Object) 3L : (Object) 3
          }) {
        List<Object> expected = values(MANY, number);
        expected.set(at, odd);
        List<Object> list = arrived(expected, 1_000, 1_500, 17);
        assertFalse(list instanceof PackedList, () -> odd + " at " + at);
        assertEquals(expected, list);
      }
    }
  }

  @Test
  void partsOfDifferentTypesAreObjects() {
    List<Object> expected = values(1_000, i -> i);
    expected.addAll(values(1_000, i -> (long) i));
    List<Object> list = arrived(expected, 1_000, 1_000);
    assertFalse(list instanceof PackedList);
    assertEquals(expected, list);
  }

  @Test
  void fewAreObjects() {
    List<Object> expected = values(Results.PACKED_FROM - 1, i -> i);
    assertFalse(arrived(expected, 10) instanceof PackedList);
    assertEquals(expected, arrived(expected, 10));
    assertEquals(List.of(), arrived(List.of()));
  }

  @Test
  void aListOfBitsHasAFixedSizeAndItsElementsCanBeSet() {
    List<Object> expected = values(MANY, i -> i);
    List<Object> list = arrived(expected, MANY);
    assertThrows(UnsupportedOperationException.class, () -> list.add(1));
    assertThrows(UnsupportedOperationException.class, () -> list.remove(0));
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(MANY));
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(-1));
    Collections.reverse(expected);
    list.sort(Comparator.comparing(each -> -(Integer) each));
    assertEquals(expected, list);
    assertEquals(expected.get(7), list.set(7, null));
    expected.set(7, null);
    assertEquals(expected, list);
    assertEquals(MANY, list.size());
  }

  @Test
  void aListOfBitsTravelsAsOneOfObjects() throws Exception {
    List<Object> expected = values(MANY, i -> (double) i);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(arrived(expected, MANY));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object read = in.readObject();
      assertFalse(read instanceof PackedList);
      assertEquals(expected, read);
    }
  }

  private static List<Object> values(int count, IntFunction<Object> value) {
    return IntStream.range(0, count)
        .mapToObj(value)
        .collect(ArrayList::new, List::add, List::addAll);
  }

  /** Lets values come in parts of some sizes, and then the rest; the last part first. */
  private static List<Object> arrived(List<Object> values, int... sizes) {
    List<Integer> begins = new ArrayList<>(List.of(0));
    for (int size : sizes) {
      begins.add(begins.get(begins.size() - 1) + size);
    }
    if (begins.get(begins.size() - 1) < values.size()) {
      begins.add(values.size());
    }
    Results<Object> results = new Results<>();
    for (int i = begins.size() - 2; i >= 0; i--) {
      results.add(begins.get(i), values.subList(begins.get(i), begins.get(i + 1)).toArray());
    }
    assertEquals(values.size(), results.total());
    return results.toList();
  }
}
