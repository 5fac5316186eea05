package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * An emulator with its folder, from its start until JUnit closes the store that it is kept in: before 5.13 for the one
 * interface, later for the other.
 */
final class RunningAzure implements CloseableResource, AutoCloseable {

    private final Settings settings;
    private final Path folder;
    private final dev.caravan.emulator.AzureEmulator emulator;
    private final EmulatedAzure azure;
    private final JvmLead lead;

    private RunningAzure(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        this.emulator = dev.caravan.emulator.AzureEmulator.start(settings.options(folder));
        this.azure = new EmulatedAzure(emulator.endpoints());
        this.lead = new JvmLead(azure, folder);
    }

    static RunningAzure start(Settings settings) {
        try {
            return new RunningAzure(settings, Files.createTempDirectory("azure-emulator"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make a folder for the emulator", failure);
        }
    }

    EmulatedAzure azure() {
        return azure;
    }

    void lead() {
        if (settings.leadsJvm()) {
            lead.take();
        }
    }

    /** For the next test. */
    void prepare() {
        lead();
        if (!settings.shared()) {
            azure.control().reset();
        }
    }

    @Override
    public void close() throws IOException {
        lead.giveBack();
        emulator.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
