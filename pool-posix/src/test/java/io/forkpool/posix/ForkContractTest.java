package io.forkpool.posix;

import io.forkpool.StartMethod;
import io.forkpool.contract.ArrivalContract;
import io.forkpool.contract.BackPressureContract;
import io.forkpool.contract.BadInputContract;
import io.forkpool.contract.CancelContract;
import io.forkpool.contract.ChaosContract;
import io.forkpool.contract.DeathContract;
import io.forkpool.contract.ExecutorContract;
import io.forkpool.contract.ExecutorInteropContract;
import io.forkpool.contract.FailureContract;
import io.forkpool.contract.FutureContract;
import io.forkpool.contract.InitializerContract;
import io.forkpool.contract.LifecycleContract;
import io.forkpool.contract.LimitsContract;
import io.forkpool.contract.NoDeadlockContract;
import io.forkpool.contract.ObservationContract;
import io.forkpool.contract.OnTheWayContract;
import io.forkpool.contract.OptionsContract;
import io.forkpool.contract.PipeContract;
import io.forkpool.contract.PoolContract;
import io.forkpool.contract.ProcessContract;
import io.forkpool.contract.ProcessFamilyContract;
import io.forkpool.contract.ProgramContract;
import io.forkpool.contract.QueueContract;
import io.forkpool.contract.ResourceContract;
import io.forkpool.contract.SecrecyContract;
import io.forkpool.contract.SharedMemoryContract;
import io.forkpool.contract.StaffingContract;
import io.forkpool.contract.StartMethodContract;
import io.forkpool.contract.StreamContract;
import io.forkpool.contract.StuckPoolContract;
import io.forkpool.contract.SubprocessContract;
import io.forkpool.contract.SyncContract;
import io.forkpool.contract.SyncDeathContract;
import io.forkpool.contract.TaskEventsContract;
import org.junit.jupiter.api.Nested;

/** The contract suite with workers that are copies of this JVM. */
class ForkContractTest extends StartMethodContract {
  ForkContractTest() {
    super(StartMethod.FORK);
  }

  @Nested
  class Pools extends PoolContract {}

  @Nested
  class Arrivals extends ArrivalContract {}

  @Nested
  class Streams extends StreamContract {}

  @Nested
  class Futures extends FutureContract {}

  @Nested
  class Executors extends ExecutorContract {}

  @Nested
  class ExecutorInterop extends ExecutorInteropContract {}

  @Nested
  class BadInput extends BadInputContract {}

  @Nested
  class Failures extends FailureContract {}

  @Nested
  class Initializers extends InitializerContract {}

  @Nested
  class Lifecycle extends LifecycleContract {}

  @Nested
  class Programs extends ProgramContract {}

  @Nested
  class Resources extends ResourceContract {}

  @Nested
  class NoDeadlock extends NoDeadlockContract {}

  @Nested
  class OnTheWay extends OnTheWayContract {}

  @Nested
  class Chaos extends ChaosContract {}

  @Nested
  class Deaths extends DeathContract {}

  @Nested
  class Options extends OptionsContract {}

  @Nested
  class Limits extends LimitsContract {}

  @Nested
  class Cancels extends CancelContract {}

  @Nested
  class Secrecy extends SecrecyContract {}

  @Nested
  class BackPressure extends BackPressureContract {}

  @Nested
  class StuckPools extends StuckPoolContract {}

  @Nested
  class Subprocesses extends SubprocessContract {}

  @Nested
  class TaskEvents extends TaskEventsContract {}

  @Nested
  class Observation extends ObservationContract {}

  @Nested
  class Pipes extends PipeContract {}

  @Nested
  class Queues extends QueueContract {}

  @Nested
  class Staffing extends StaffingContract {}

  @Nested
  class Processes extends ProcessContract {}

  @Nested
  class ProcessFamilies extends ProcessFamilyContract {}

  @Nested
  class SharedMemories extends SharedMemoryContract {}

  @Nested
  class Sync extends SyncContract {}

  @Nested
  class SyncDeath extends SyncDeathContract {}
}
