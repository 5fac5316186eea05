package dev.caravan.emulator.junit5;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import dev.caravan.emulator.EmulatorOptions;

/** What makes one emulator differ from another; the key under which JUnit keeps it. */
record Settings(List<String> hubs, long seed, AzureEmulator.Lifetime lifetime, boolean shared, boolean leadsJvm) {

    static final Namespace NAMESPACE = Namespace.create(AzureEmulator.class);

    private static final List<String> USUAL_HUBS =
            EmulatorOptions.in(Path.of("")).hubs();

    static Settings of(AzureEmulator wanted) {
        return new Settings(
                List.of(wanted.hubs()), wanted.seed(), wanted.lifetime(), wanted.shared(), wanted.leadsJvm());
    }

    /** Two emulators answer to the same names, so the JVM can be led to one at a time: to the usual one. */
    boolean mayRunBesideOthers() {
        return shared && (!leadsJvm || equals(new Settings(USUAL_HUBS, 1, AzureEmulator.Lifetime.RUN, true, true)));
    }

    EmulatorOptions options(Path folder) {
        return EmulatorOptions.in(folder).withHubs(hubs).withSeed(seed);
    }
}
