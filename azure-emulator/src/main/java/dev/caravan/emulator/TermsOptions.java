package dev.caravan.emulator;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import dev.caravan.emulator.dps.Terms;

/** The options of the command line that belong to the provisioning service as a whole. */
final class TermsOptions {

    @Option(
            names = "--allocation",
            paramLabel = "POLICY",
            description = "hashed, geoLatency (the hub named first is the nearest) or static: for enrollments that"
                    + " name no policy (default: hashed)")
    private @Nullable String allocation;

    @Option(
            names = "--hub-weights",
            paramLabel = "NAME=WEIGHT",
            split = ",",
            description = "the shares of hubs when devices are spread, 1 to 1000 (default: 1)")
    private @Nullable Map<String, Integer> weights;

    @Option(
            names = "--retry-after",
            paramLabel = "SECONDS",
            description = "what a device that registers is told to wait before it asks again (default: 2)")
    private @Nullable Integer retryAfter;

    @Option(
            names = "--webhook-timeout",
            paramLabel = "SECONDS",
            description = "how long the webhook of a custom allocation may take (default: 10)")
    private @Nullable Integer webhookTimeout;

    @Option(
            names = "--csr-preview",
            description = "devices may send a signing request along and get a certificate (2025-07-01-preview)")
    private boolean csrPreview;

    /** @throws IllegalArgumentException naming the option or setting that is wrong */
    Terms read(SettingsFile settings) {
        var usual = Terms.USUAL;
        return new Terms(
                allocation == null ? settings.text("allocation").orElse(usual.allocation()) : allocation,
                weights == null ? settings.numbers("hub-weights").orElse(usual.weights()) : weights,
                retryAfter == null ? settings.count("retry-after").orElse(usual.retryAfterSeconds()) : retryAfter,
                webhookTimeout == null
                        ? settings.count("webhook-timeout")
                                .map(Duration::ofSeconds)
                                .orElse(usual.webhookPatience())
                        : Duration.ofSeconds(webhookTimeout),
                csrPreview || settings.flag("csr-preview").orElse(usual.csrPreview()));
    }
}
