package io.forkpool.core.pipe;

import io.forkpool.core.broker.Session;

/**
 * One connection of one process.
 *
 * @param session the process
 * @param number tells the connections of a process apart
 */
record Hold(Session session, long number) {}
