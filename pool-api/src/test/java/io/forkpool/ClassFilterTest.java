package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassFilterTest {
  @Test
  void allowsTheClassesThatItNamesAndNoOthers() {
    ClassFilter filter = ClassFilter.allow(String.class, Map.Entry.class);
    assertTrue(filter.allows("java.lang.String"));
    assertTrue(filter.allows("java.util.Map$Entry"));
    assertFalse(filter.allows("java.util.Map"));
    assertFalse(ClassFilter.allow().allows("java.lang.String"));
  }

  @Test
  void allowsPackagesAndThoseBelowThemButNoneThatOnlyBeginAlike() {
    ClassFilter filter = ClassFilter.allowPackages("com.example", "org.other");
    assertTrue(filter.allows("com.example.A"));
    assertTrue(filter.allows("com.example.deep.down.A$B"));
    assertTrue(filter.allows("org.other.A"));
    assertFalse(filter.allows("com.examples.A"));
    assertFalse(filter.allows("com.A"));
  }

  @Test
  void filtersAreAddedAndTakenAway() {
    ClassFilter filter =
        ClassFilter.allowPackages("com.example")
            .butNot(ClassFilter.allowPackages("com.example.internal"))
            .or(ClassFilter.allow(String.class));
    assertTrue(filter.allows("com.example.A"));
    assertFalse(filter.allows("com.example.internal.A"));
    assertTrue(filter.allows("java.lang.String"));
    assertFalse(filter.allows("java.lang.Thread"));
  }

  @Test
  void whatIsNoPackagesNameIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ClassFilter.allowPackages(" "));
    assertThrows(IllegalArgumentException.class, () -> ClassFilter.allowPackages("com.example."));
    assertThrows(NullPointerException.class, () -> ClassFilter.allow().or(null));
    assertThrows(NullPointerException.class, () -> ClassFilter.allow().butNot(null));
  }
}
