package io.forkpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names of start methods where nothing provides any: pool-api by itself. */
class StartMethodTest {

  @Test
  void wellKnownNamesAreFoundThoughNothingProvidesThem() {
    assertEquals(StartMethod.SPAWN, StartMethod.of("spawn"));
    assertEquals(StartMethod.FORK, StartMethod.of("fork"));
    assertEquals(StartMethod.FORKSERVER, StartMethod.of("forkserver"));
  }

  @Test
  void methodIsItsName() {
    assertEquals("forkserver", StartMethod.FORKSERVER.toString());
    assertEquals(1, Set.of(StartMethod.FORK).size());
    assertTrue(Set.of(StartMethod.FORK).contains(StartMethod.of("fork")));
    assertNotEquals(StartMethod.SPAWN, StartMethod.FORK);
    assertNotEquals(StartMethod.SPAWN, (Object) "spawn");
  }

  @Test
  void unknownNameIsRefusedWithTheUsableOnes() {
    StartMethodUnavailableException refused =
        assertThrows(StartMethodUnavailableException.class, () -> StartMethod.of("teleport"));
    assertTrue(refused.getMessage().contains("'teleport'"), refused.getMessage());
    assertTrue(refused.getMessage().contains("usable here: []"), refused.getMessage());
    assertThrows(StartMethodUnavailableException.class, () -> StartMethod.of("FORK"));
    assertThrows(StartMethodUnavailableException.class, () -> StartMethod.of(""));
    assertThrows(NullPointerException.class, () -> StartMethod.of(null));
  }

  @Test
  void missingModuleIsNamed() {
    assertEquals(List.of(), StartMethod.available());
    assertTrue(StartMethod.SPAWN.unavailabilityCause().orElseThrow().contains("pool-core"));
    assertTrue(StartMethod.FORK.unavailabilityCause().orElseThrow().contains("pool-posix"));
    assertTrue(StartMethod.FORKSERVER.unavailabilityCause().orElseThrow().contains("pool-posix"));
  }

  @Test
  void withoutAnyMethodThereIsNoDefault() {
    StartMethodUnavailableException refused =
        assertThrows(StartMethodUnavailableException.class, StartMethod::getDefault);
    assertTrue(refused.getMessage().contains("pool-core"), refused.getMessage());
    assertThrows(StartMethodUnavailableException.class, Context::ofDefault);
    assertThrows(StartMethodUnavailableException.class, Pool::create);
  }

  @Test
  void unusableMethodCannotBeChosen() {
    StartMethodUnavailableException refused =
        assertThrows(
            StartMethodUnavailableException.class, () -> StartMethod.setDefault(StartMethod.FORK));
    assertTrue(refused.getMessage().startsWith("fork is unavailable: "), refused.getMessage());
    assertThrows(StartMethodUnavailableException.class, () -> Context.of(StartMethod.FORK));
    assertThrows(StartMethodUnavailableException.class, StartMethod::getDefault); // still unset
  }
}
