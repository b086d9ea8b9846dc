package io.forkpool.core.child;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void leavesNoThreadBehind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    WarmUp.run();

    Set<Thread> after = Thread.getAllStackTraces().keySet();
    after.removeIf(thread -> before.contains(thread) || thread.isDaemon());
    assertEquals(Set.of(), after);
  }

  /** Whoever kills a spare child could leave them behind. */
  @Test
  void makesNeitherFilesNorConnections() {
    noClasses()
        .that()
        .belongToAnyOf(WarmUp.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Path.class, Channel.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\..*File.*|io\\.forkpool\\.core\\.channel\\.(?!ItemBuffer).*")
        .check(new ClassFileImporter().importClasses(WarmUp.class));
  }
}
