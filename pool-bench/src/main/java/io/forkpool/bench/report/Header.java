package io.forkpool.bench.report;

import io.forkpool.bench.measure.Machine;

/**
 * Where and how a report came to be.
 *
 * @param date when, with the time zone
 * @param command what made it
 * @param machine what it ran on
 */
public record Header(String date, String command, Machine machine) {}
