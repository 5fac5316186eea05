package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.DpsSettings;
import dev.caravan.enrollment.DpsSettings.BulkCountsAs;
import dev.caravan.enrollment.DpsSettings.ReadBack;
import dev.caravan.enrollment.SdkDps;
import dev.caravan.hub.outbound.Outbound;
import dev.caravan.hub.outbound.OutboundSettings;
import dev.caravan.hub.outbound.OutboundSettings.Proxy;

/** The hub's client of a DPS that cannot be reached: behind a proxy that is not there. */
public final class UnreachableDps {

    private UnreachableDps() {}

    /** @param folder where its connection string is written */
    public static Dps connect(Path folder, int operationsPerMinute, int reconciliationPercent) throws IOException {
        var file = Files.writeString(
                folder.resolve("dps"),
                "HostName=nowhere.azure-devices-provisioning.net;SharedAccessKeyName=hub;SharedAccessKey=c2VjcmV0");
        Outbound.apply(new OutboundSettings(new Proxy(Proxy.Type.HTTP, "127.0.0.1", 1), List.of()));
        var settings = new DpsSettings(
                file,
                1,
                operationsPerMinute,
                BulkCountsAs.CALL,
                reconciliationPercent,
                Duration.ofSeconds(1),
                1,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                ReadBack.ALL);
        return SdkDps.connect(settings, Clock.systemUTC(), new Random(7));
    }
}
