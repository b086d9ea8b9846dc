/**
 * What {@link io.forkpool.bench.Suite} runs.
 *
 * <pre>
 *   SuiteOptions -> SuiteRun -+- .peers: PeerContests    RatioTable prints what came out
 *                             +- JmhSections: JmhSection -> .jmh
 *                             +- .report: jmh.json, peers.json, report.html
 * </pre>
 */
package io.forkpool.bench.suite;
