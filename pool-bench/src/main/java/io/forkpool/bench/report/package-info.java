/**
 * The report of a suite: two JSON files, and a page made from them.
 *
 * <pre>
 *   jmh.json    JMH's own   -> JmhResults, JmhRow \
 *   peers.json  PeerFile (Header, PeerOutcome)     > Measured -> Charts (StartCharts, WorkCharts) \
 *                                                                                                  > Page
 *                                        page.html, charts.js, echarts.min.js (Apache ECharts)    /
 * </pre>
 */
package io.forkpool.bench.report;
