package dev.caravan.benchmark.leaf;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.caravan.benchmark.hub.StationFile;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafMaking;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.custody.StationSeal;

import static java.util.Objects.requireNonNull;

/** An identity, key and chain in PEM, sealed for one station whose key is on P-256. */
@State(Scope.Benchmark)
public class Sealing {

    @Param
    public LeafMaking.Maker maker = LeafMaking.Maker.CORRETTO;

    private @Nullable StationSeal seal;
    private byte[] identity = {};

    @Setup
    public void issue() throws IOException {
        var tools = maker.tools();
        var station =
                StationFile.write(Files.createTempDirectory("caravan-bench").resolve("station.pem"));
        seal = StationSeal.of(List.of(station), tools);
        identity = new LeafIssuer(maker.authority(), LeafProfile.TEN_YEARS, tools)
                .issue(LeafMaking.guid())
                .clearPem();
    }

    @Benchmark
    public byte[] sealed() {
        return requireNonNull(seal).seal(identity);
    }
}
