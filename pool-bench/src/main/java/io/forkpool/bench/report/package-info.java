/**
 * The report of a suite: two JSON files, and a page made from them.
 *
 * <pre>
 *   jmh.json    JMH's own   -> JmhResults, JmhRow \
 *   peers.json  PeerFile (Header, PeerOutcome)     > Measured -> Charts (StartCharts, WorkCharts) \
 *                                                                                                  > Page
 *                                        page.html, charts.js, echarts.min.js (Apache ECharts)    /
 * </pre>
 *
 * <p>The README's picture is the upper part of a page: {@code chromium --headless --hide-scrollbars
 * --window-size=1400,1790 --screenshot=report.png report.html}, made smaller with fewer colours.
 */
package io.forkpool.bench.report;
