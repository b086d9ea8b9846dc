package io.forkpool.core.outcome;

import io.forkpool.TaskSerializationException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * A throwable in words, which can always travel, whatever the throwable itself holds.
 *
 * @param className the binary name of its class, or of the class that cannot travel; maybe null
 * @param message its message, or null
 * @param detail its stack as text, or the path of fields that cannot travel; maybe null
 */
record FailureText(String className, String message, String detail) {
  /** Longer texts are cut: a stack overflow's chain of causes may have any length. */
  private static final int LONGEST = 256 * 1024;

  static FailureText of(Throwable thrown) {
    return new FailureText(thrown.getClass().getName(), messageOf(thrown), stackOf(thrown));
  }

  static FailureText of(TaskSerializationException refused) {
    return new FailureText(refused.className(), refused.getMessage(), refused.fieldPath());
  }

  private static String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable e) { // it is code of users
      return "(its getMessage() threw " + e.getClass().getName() + ")";
    }
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (Throwable e) {
      text.append("(its printStackTrace() threw ").append(e.getClass().getName()).append(')');
    }
    return text.toString();
  }

  /** Class and message, as {@link Throwable#toString} gives them. */
  String line() {
    return message == null ? String.valueOf(className) : className + ": " + message;
  }

  void writeTo(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    write(className, data);
    write(message, data);
    write(detail, data);
    data.flush();
  }

  static FailureText read(DataInputStream in) throws IOException {
    return new FailureText(readText(in), readText(in), readText(in));
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes =
        text.substring(0, Math.min(text.length(), LONGEST)).getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > in.available()) {
      throw new IOException("a text of " + length + " bytes in " + in.available());
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
