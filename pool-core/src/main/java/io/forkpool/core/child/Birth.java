package io.forkpool.core.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a process is told of itself when it is started.
 *
 * @param name its name
 * @param lineage which child it is of which child: {@code 2:1} is the first child of the program's
 *     second one; empty for a worker, whose children are numbered anew
 * @param daemon whether it ends with its parent
 * @param startMethod how it came to be
 * @param parentPid the process that has started it
 * @param parentName that process's name
 * @param depth how many pools and processes are above it
 */
public record Birth(
    String name,
    String lineage,
    boolean daemon,
    String startMethod,
    long parentPid,
    String parentName,
    int depth) {

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(name);
    out.writeUTF(lineage);
    out.writeBoolean(daemon);
    out.writeUTF(startMethod);
    out.writeLong(parentPid);
    out.writeUTF(parentName);
    out.writeInt(depth);
  }

  static Birth read(DataInputStream in) throws IOException {
    return new Birth(
        in.readUTF(),
        in.readUTF(),
        in.readBoolean(),
        in.readUTF(),
        in.readLong(),
        in.readUTF(),
        in.readInt());
  }
}
