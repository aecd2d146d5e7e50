package dev.tern.consent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.iab.gpp.encoder.GppModel;
import com.iabtcf.encoder.TCStringEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What the decision about a hit costs, with strings that were heard before and with new ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConsentBenchmark {
    /** Different strings: few enough that hardly two fall into one slot of what is remembered. */
    private static final int STRINGS = 64;

    private static final int VENDORS = 1_100;
    private static final int VENDOR = 755;
    private static final long SEED = 1;

    private final Terms terms = new Terms(Policy.REQUIRED, Optional.empty(), OptionalInt.of(VENDOR));
    private byte[][] tcf;
    private byte[][] gpp;

    @Setup
    public void open() {
        var random = new SplittableRandom(SEED);
        String[] strings =
                IntStream.range(0, STRINGS).mapToObj(day -> string(day, random)).toArray(String[]::new);
        tcf = new byte[STRINGS][];
        gpp = new byte[STRINGS][];
        for (int i = 0; i < STRINGS; i++) {
            var model = new GppModel();
            model.decodeSection(2, strings[i]);
            model.setFieldValue(7, "SaleOptOut", 2);
            tcf[i] = strings[i].getBytes(ISO_8859_1);
            gpp[i] = model.encode().getBytes(ISO_8859_1);
            if (!byTcf(tcf[i]).use() || !byGpp(gpp[i]).use()) {
                throw new IllegalStateException("A string that says yes is not heard");
            }
        }
    }

    /** What a platform of TCF 2.3 writes: half of all vendors have consent, all are disclosed. */
    private static String string(int day, SplittableRandom random) {
        Instant then = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.ofDays(day));
        var builder = TCStringEncoder.newBuilder()
                .version(2)
                .created(then)
                .lastUpdated(then)
                .cmpId(10)
                .consentLanguage("EN")
                .vendorListVersion(90)
                .tcfPolicyVersion(5)
                .isServiceSpecific(true)
                .publisherCC("DE");
        IntStream.rangeClosed(1, 10).forEach(builder::addPurposesConsent);
        IntStream.rangeClosed(1, VENDORS)
                .filter(vendor -> vendor == VENDOR || random.nextBoolean())
                .forEach(builder::addVendorConsent);
        IntStream.rangeClosed(1, VENDORS).forEach(builder::addDisclosedVendors);
        return builder.encode();
    }

    /** As a hit brings it: a text that nobody has looked at yet. */
    private static String sent(byte[] text) {
        return new String(text, ISO_8859_1);
    }

    private Decision byTcf(byte[] text) {
        var signals = new Signals();
        signals.add(Signal.GDPR, "1");
        signals.add(Signal.GDPR_CONSENT, sent(text));
        return Gate.decide(signals, terms);
    }

    private Decision byGpp(byte[] text) {
        var signals = new Signals();
        signals.add(Signal.GPP, sent(text));
        signals.add(Signal.GPP_SID, "2,7");
        return Gate.decide(signals, terms);
    }

    @Benchmark
    public Decision flags() {
        var signals = new Signals();
        signals.add(Signal.CONSENT, "granted");
        signals.add(Signal.AD_STORAGE, "granted");
        signals.add(Signal.AD_USER_DATA, "granted");
        signals.add(Signal.AD_PERSONALIZATION, "granted");
        signals.add(Signal.US_PRIVACY, "1YNN");
        return Gate.decide(signals, terms);
    }

    @Benchmark
    @OperationsPerInvocation(STRINGS)
    public void tcf(Blackhole decided) {
        for (byte[] text : tcf) {
            decided.consume(byTcf(text));
        }
    }

    @Benchmark
    @OperationsPerInvocation(STRINGS)
    public void gpp(Blackhole decided) {
        for (byte[] text : gpp) {
            decided.consume(byGpp(text));
        }
    }

    @Benchmark
    @OperationsPerInvocation(STRINGS)
    public void decodeTcf(Blackhole said) {
        for (byte[] text : tcf) {
            said.consume(Tcf.said(sent(text), VENDOR, Ground.TCF));
        }
    }

    @Benchmark
    @OperationsPerInvocation(STRINGS)
    public void decodeGpp(Blackhole said) {
        for (byte[] text : gpp) {
            said.consume(Gpp.said(sent(text), "2,7", VENDOR));
        }
    }
}
