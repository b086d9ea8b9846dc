package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedFlagsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:/opt/jacoco.jar=destfile=x",
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
        "-agentpath:/opt/libasyncProfiler.so=start",
        "-Xrunjdwp:transport=dt_socket",
        "-Xdebug",
        "-Xnoagent",
        "-Dcom.sun.management.jmxremote",
        "-Dcom.sun.management.jmxremote.port=9010",
        "-Djava.rmi.server.hostname=10.0.0.1",
        "-XX:+ManagementServer",
        "-Xms4g",
        "-XX:InitialHeapSize=4g",
        "-XX:InitialRAMPercentage=50",
        "-XX:+AlwaysPreTouch",
        "-XX:StartFlightRecording=filename=x.jfr",
        "-XX:FlightRecorderOptions=repository=/x",
        "-XX:ArchiveClassesAtExit=app.jsa",
        "-XX:AOTCacheOutput=app.aot",
        "-XX:AOTMode=record",
        "-XX:AOTConfiguration=app.conf",
        "-Xloggc:gc.log",
        "-Xlog:gc*:file=gc.log",
        "-Xlog:gc*:gc.log",
        "-Xlog:gc*=debug:file=/var/log/gc.log:time,uptime:filecount=5",
        "-Xlog::file=all.log",
        "-XX:LogFile=hotspot.log",
        "-XX:+LogVMOutput"
      })
  void childGetsNotWhatOnlyOneProcessCanHave(String flag) {
    assertEquals(List.of("-Xmx1g"), InheritedFlags.of(List.of(flag, "-Xmx1g")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx512m",
        "-Xss4m",
        "-Dapp.mode=test",
        "-Dcom.sun.other=1",
        "-ea",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-modules=jdk.incubator.vector",
        "--enable-preview",
        "-XX:+UseG1GC",
        "-XX:MaxRAMPercentage=10",
        "-XX:SharedArchiveFile=app.jsa",
        "-XX:AOTCache=app.aot",
        "-Xlog:gc",
        "-Xlog:gc*:stdout",
        "-Xlog:gc*:stderr:time",
        "-Xlog:gc::time",
        "-Xlog:disable"
      })
  void childGetsTheRest(String flag) {
    assertEquals(List.of(flag), InheritedFlags.of(List.of(flag)));
  }

  @Test
  void orderIsKeptSinceTheLastOneWins() {
    List<String> flags = List.of("-Xmx1g", "-Dx=1", "-Xmx2g", "-Dx=2");
    assertEquals(flags, InheritedFlags.of(flags));
  }
}
