package io.forkpool.core.spawn;

import io.forkpool.core.child.ChildMain;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child JVM: this JVM's own, less what only one process can have. */
final class CommandLine {
  private CommandLine() {}

  /**
   * Makes a command line.
   *
   * @param jvmArgs further flags; they come last and win
   * @param siblings how many children share the machine
   */
  static List<String> of(List<String> jvmArgs, int siblings) {
    List<String> inherited =
        InheritedFlags.of(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (jvmArgs.stream().anyMatch(DefaultFlags::choosesCollector)) {
      inherited.removeIf(DefaultFlags::choosesCollector); // two of them are an error to the JVM
    }
    List<String> all = new ArrayList<>(inherited);
    all.addAll(jvmArgs);
    List<String> command = new ArrayList<>();
    command.add(javaExecutable());
    command.addAll(DefaultFlags.of(all, siblings));
    command.addAll(all);
    addClassPath(command);
    return command;
  }

  static String javaExecutable() {
    String name = File.separatorChar == '\\' ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The same paths; by the module system if this class came that way. */
  private static void addClassPath(List<String> command) {
    String classPath = System.getProperty("java.class.path", "");
    String modulePath = System.getProperty("jdk.module.path", "");
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(classPath);
    }
    if (!modulePath.isEmpty()) {
      command.add("-p");
      command.add(modulePath);
      command.add("--add-modules");
      command.add("ALL-MODULE-PATH");
    }
    Module module = ChildMain.class.getModule();
    if (module.isNamed()) {
      command.add("-m");
      command.add(module.getName() + "/" + ChildMain.class.getName());
    } else {
      command.add(ChildMain.class.getName());
    }
  }
}
