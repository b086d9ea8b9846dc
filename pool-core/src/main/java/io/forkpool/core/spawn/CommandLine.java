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
   * The flags of a child.
   *
   * @param jvmArgs further flags; they come last and win
   * @param siblings how many children share the machine
   */
  static List<String> flags(List<String> jvmArgs, int siblings) {
    List<String> inherited =
        InheritedFlags.of(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (jvmArgs.stream().anyMatch(DefaultFlags::choosesCollector)) {
      inherited.removeIf(DefaultFlags::choosesCollector); // two of them are an error to the JVM
    }
    List<String> all = new ArrayList<>(inherited);
    all.addAll(jvmArgs);
    List<String> flags = new ArrayList<>(DefaultFlags.of(all, siblings));
    flags.addAll(all);
    return flags;
  }

  /**
   * Makes a command line.
   *
   * @param archive flags that none of the child's own is against
   * @param flags those of the child
   */
  static List<String> of(List<String> archive, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(javaExecutable());
    command.addAll(archive);
    command.addAll(flags);
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
