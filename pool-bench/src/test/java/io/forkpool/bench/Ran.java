package io.forkpool.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a program did with its options.
 *
 * @param exitCode what it ended with
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Ran(int exitCode, String out, String err) {

  interface Program {
    int run(PrintWriter out, PrintWriter err, String... args);
  }

  static Ran of(Program program, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
    int exitCode = program.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  /** The value of a line that begins with a name. */
  String line(String name) {
    return out.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + name + "' in:\n" + this));
  }
}
