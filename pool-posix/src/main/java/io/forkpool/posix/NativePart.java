package io.forkpool.posix;

/** Where the C part lies on the class path. Touches neither JNA nor the file. */
final class NativePart {
  /** The library's name, less what the system puts before and after. */
  static final String LIBRARY = "forkpool_posix";

  private NativePart() {}

  /**
   * Tells the resource that JNA will look for, named after the system as JNA names it.
   *
   * @return its path; null if there is none for this system
   */
  static String resource() {
    String processor =
        switch (System.getProperty("os.arch", "")) {
          case "amd64", "x86_64" -> "x86-64";
          case "aarch64", "arm64" -> "aarch64";
          default -> null;
        };
    return processor == null || !System.getProperty("os.name", "").equals("Linux")
        ? null
        : "linux-" + processor + "/lib" + LIBRARY + ".so";
  }
}
