package io.forkpool.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.forkpool.StartMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Binds the contract suite to one start method. Each start method has one small class for it:
 *
 * <pre>{@code
 * class SpawnContractTest extends StartMethodContract {
 *   SpawnContractTest() {
 *     super(StartMethod.SPAWN);
 *   }
 *
 *   @Nested
 *   class Pools extends PoolContract {}
 *   // ... and so on for each of FAMILIES; runsEveryFamily() fails where one is forgotten
 * }
 * }</pre>
 *
 * <p>The families find the object around them through {@link Binding}, and ask it what differs
 * between start methods.
 */
public abstract class StartMethodContract {
  /** The families of tests: abstract classes, each to be extended by a nested class. */
  static final List<Class<? extends ContractBase>> FAMILIES =
      List.of(
          PoolContract.class,
          ArrivalContract.class,
          StreamContract.class,
          FutureContract.class,
          ExecutorContract.class,
          ExecutorInteropContract.class,
          BadInputContract.class,
          FailureContract.class,
          InitializerContract.class,
          LifecycleContract.class,
          ProgramContract.class,
          ResourceContract.class,
          NoDeadlockContract.class,
          OnTheWayContract.class,
          DeathContract.class,
          ChaosContract.class,
          OptionsContract.class,
          LimitsContract.class,
          CancelContract.class,
          SecrecyContract.class,
          BackPressureContract.class,
          StuckPoolContract.class,
          SubprocessContract.class,
          TaskEventsContract.class,
          ObservationContract.class,
          ProcessContract.class,
          ProcessFamilyContract.class,
          PipeContract.class,
          QueueContract.class,
          StaffingContract.class,
          SharedMemoryContract.class,
          SyncContract.class,
          SyncDeathContract.class);

  private final StartMethod startMethod;

  /**
   * Binds the suite.
   *
   * @param startMethod how the workers of every pool come to be
   */
  protected StartMethodContract(StartMethod startMethod) {
    this.startMethod = startMethod;
    OwnTemporaryDirectory.use();
  }

  final StartMethod startMethod() {
    return startMethod;
  }

  /**
   * Tells whether workers begin as copies of the test's JVM: then functions that the pool is built
   * with need not travel, JVM flags are refused, and classes of the test's JVM are there already.
   *
   * @return true for {@code fork}
   */
  protected boolean copiesParent() {
    return startMethod.equals(StartMethod.FORK);
  }

  /**
   * Tells whether each worker is a JVM that was started with the pool's JVM flags.
   *
   * @return true for {@code spawn}
   */
  protected boolean freshJvm() {
    return startMethod.equals(StartMethod.SPAWN);
  }

  /**
   * Lists the processes that must not outlive a test. A start method that keeps a process of its
   * own for the rest of the JVM's life leaves that one out and lists its children instead.
   *
   * @return the children of this JVM
   */
  protected Stream<ProcessHandle> processesOfATest() {
    return ProcessHandle.current().children();
  }

  @Test
  void runsEveryFamily() {
    Set<Class<?>> bound =
        Arrays.stream(getClass().getDeclaredClasses())
            .map(Class::getSuperclass)
            .collect(Collectors.toSet());
    assertEquals(Set.<Class<?>>copyOf(FAMILIES), bound, "families nested in " + getClass());
  }

  /** Gives a nested family the object that it is nested in. */
  static final class Binding implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == StartMethodContract.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRequiredTestInstances()
          .findInstance(StartMethodContract.class)
          .orElseThrow();
    }
  }
}
