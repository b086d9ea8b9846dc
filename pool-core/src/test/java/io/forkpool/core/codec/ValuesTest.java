package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of the JDK that equal their copy, alone and inside another value. */
class ValuesTest {

  static Stream<Object> scalars() {
    return Stream.of(
        0,
        1,
        -1,
        63,
        64,
        -65,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0L,
        -1L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0.0,
        -0.0,
        Double.NaN,
        Double.MIN_VALUE,
        Double.NEGATIVE_INFINITY,
        1.5f,
        Float.NaN,
        (short) -7,
        Short.MAX_VALUE,
        (byte) -128,
        'x',
        '\uD800',
        true,
        false,
        "",
        "a",
        "text of thirty characters, more",
        "\u00e9\u00ff",
        "\u0100\u4e2d\u6587",
        "lone \uD800 surrogate",
        "pair \uD83D\uDE00",
        "n\0ul",
        "long ".repeat(10_000),
        "\u4e2d".repeat(10_000));
  }

  static Stream<Object> values() throws Exception {
    return Stream.of(
        new BigInteger("-123456789012345678901234567890"),
        BigInteger.ZERO,
        new BigDecimal("1.2300"),
        UUID.randomUUID(),
        URI.create("http://example.org/a?b=c#d%20e"),
        new URL("http://127.0.0.1/x"),
        new File("relative/file"),
        Path.of("relative/path"),
        Path.of("/absolute"),
        StandardCharsets.UTF_16,
        Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"),
        Locale.ROOT,
        Currency.getInstance("EUR"),
        new Date(1234567890123L),
        timestamp(),
        Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo")),
        TimeZone.getTimeZone("Europe/Berlin"),
        new SimpleTimeZone(12345, "own"),
        InetAddress.getByName("127.0.0.1"),
        bits(),
        properties(),
        Optional.empty(),
        Optional.of("x"),
        Optional.of(Optional.of(List.of(1))),
        OptionalInt.of(3),
        OptionalLong.empty(),
        OptionalDouble.of(2.5),
        String.class,
        int.class,
        int[][].class,
        void.class,
        ValuesTest.class,
        TimeUnit.SECONDS,
        DayOfWeek.FRIDAY);
  }

  static Stream<Object> times() {
    return Stream.of(
        Instant.MIN,
        Instant.now(),
        Duration.ofSeconds(-3, 7),
        LocalDate.of(-44, 3, 15),
        LocalTime.of(1, 2, 3, 4),
        LocalTime.MIDNIGHT,
        LocalDateTime.MAX,
        OffsetTime.MAX,
        OffsetDateTime.MIN,
        ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin")),
        ZoneId.of("America/New_York"),
        ZoneOffset.ofHoursMinutes(5, 45),
        Period.of(1, -2, 3),
        Year.of(2024),
        YearMonth.of(2024, 2),
        MonthDay.of(2, 29),
        JapaneseDate.of(2020, 1, 1));
  }

  private static Timestamp timestamp() {
    Timestamp value = new Timestamp(1234567890123L);
    value.setNanos(123456789);
    return value;
  }

  private static BitSet bits() {
    BitSet bits = new BitSet();
    bits.set(1);
    bits.set(1000);
    return bits;
  }

  private static Properties properties() {
    Properties defaults = new Properties();
    defaults.setProperty("a", "default");
    Properties value = new Properties(defaults);
    value.setProperty("b", "own");
    return value;
  }

  @ParameterizedTest
  @MethodSource({"scalars", "values", "times"})
  void valueEqualsItsCopy(Object value) {
    Object copy = RoundTrip.of(value);
    assertEquals(value, copy);
    assertEquals(value.getClass(), copy.getClass());
  }

  @ParameterizedTest
  @MethodSource({"scalars", "values", "times"})
  void valueEqualsItsCopyInsideOthers(Object value) {
    List<Object> holder = new java.util.ArrayList<>(List.of("first", value, value, 7));
    assertEquals(holder, RoundTrip.of(holder));
    Object[] copies = RoundTrip.of(new Object[] {value, null, value});
    assertEquals(value, copies[0]);
    assertNull(copies[1]);
    assertEquals(value, copies[2]);
  }

  @Test
  void nullTravels() {
    assertNull(RoundTrip.of(null));
  }

  @Test
  void propertiesKeepTheirDefaults() {
    assertEquals("default", RoundTrip.of(properties()).getProperty("a"));
  }

  @Test
  void patternKeepsTextAndFlags() {
    Pattern copy = RoundTrip.of(Pattern.compile("a+b", Pattern.CASE_INSENSITIVE));
    assertEquals("a+b", copy.pattern());
    assertTrue(copy.matcher("AAB").matches());
  }

  @Test
  void atomicsKeepTheirValues() {
    assertEquals(5, RoundTrip.of(new AtomicInteger(5)).get());
    assertEquals(6L, RoundTrip.of(new AtomicLong(6)).get());
    assertTrue(RoundTrip.of(new AtomicBoolean(true)).get());
    assertEquals(List.of(1), RoundTrip.of(new AtomicReference<>(List.of(1))).get());
    AtomicReference<Object> self = new AtomicReference<>();
    self.set(self);
    AtomicReference<Object> copy = RoundTrip.of(self);
    assertSame(copy, copy.get());
  }

  @Test
  void randomContinuesItsSequence() {
    Random random = new Random(7);
    random.nextInt();
    assertEquals(RoundTrip.of(random).nextLong(), random.nextLong());
  }

  @Test
  void buildersKeepTheirText() {
    assertEquals("ab", RoundTrip.of(new StringBuilder("ab")).toString());
    assertEquals("ab", RoundTrip.of(new StringBuffer("ab")).toString());
  }

  @Test
  void plainObjectKeepsItsIdentityWithinTheGraph() {
    Object lock = new Object();
    Object[] copy = RoundTrip.of(new Object[] {lock, lock});
    assertSame(copy[0], copy[1]);
    assertNotSame(lock, copy[0]);
  }

  @Test
  void smallValuesAreSmall() {
    assertEquals(2, RoundTrip.encode(5).length);
    assertEquals(1, RoundTrip.encode(null).length);
    assertEquals(4, RoundTrip.encode("ab").length);
    assertTrue(RoundTrip.encode(List.of(1, 2, 3)).length < 10);
  }
}
