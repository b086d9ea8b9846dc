package io.forkpool.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.PipeProvider;
import io.forkpool.spi.PoolProvider;
import io.forkpool.spi.ProcessProvider;
import io.forkpool.spi.QueueProvider;
import io.forkpool.spi.SharedMemoryProvider;
import io.forkpool.spi.StartMethodProvider;
import io.forkpool.spi.SyncProvider;
import io.forkpool.spi.TaskCodec;

@AnalyzeClasses(packages = "io.forkpool", importOptions = ImportOption.DoNotIncludeTests.class)
class VisibilityTest {
  private static final String CORE = "io.forkpool.core";
  private static final String METRICS = CORE + ".metrics";

  @ArchTest
  static final ArchRule publicMeansUsedByAnotherPackage =
      classes()
          .that(resideInAPackage(CORE + "..").and(resideOutsideOfPackage(METRICS)))
          .and()
          .areTopLevelClasses()
          .and()
          .areNotAssignableTo(ChildProgram.class) // found by their names
          .and()
          .areNotAssignableTo(PipeProvider.class)
          .and()
          .areNotAssignableTo(PoolProvider.class)
          .and()
          .areNotAssignableTo(ProcessProvider.class)
          .and()
          .areNotAssignableTo(SharedMemoryProvider.class)
          .and()
          .areNotAssignableTo(QueueProvider.class)
          .and()
          .areNotAssignableTo(StartMethodProvider.class)
          .and()
          .areNotAssignableTo(SyncProvider.class)
          .and()
          .areNotAssignableTo(TaskCodec.class)
          .should(beUsedByAnotherPackageIfPublic());

  private static ArchCondition<JavaClass> beUsedByAnotherPackageIfPublic() {
    return new ArchCondition<>("be used by another package if they are public") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean used =
            type.getDirectDependenciesToSelf().stream()
                .anyMatch(
                    use -> !use.getOriginClass().getPackageName().equals(type.getPackageName()));
        if (type.getModifiers().contains(JavaModifier.PUBLIC) && !used) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + " is public and only used in its own package"));
        }
      }
    };
  }
}
