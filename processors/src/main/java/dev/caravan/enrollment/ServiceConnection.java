package dev.caravan.enrollment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;

/** A DPS connection string, read from its file. Its text never shows in messages. */
final class ServiceConnection {

    private static final Pattern HOST = Pattern.compile("(?:^|;)HostName=([A-Za-z0-9.-]+)(?:;|$)");
    private static final String RULE = "must hold a DPS connection string"
            + " (HostName=…;SharedAccessKeyName=…;SharedAccessKey=…) and nothing else";

    private final String host;
    private final String text;

    private ServiceConnection(String host, String text) {
        this.host = host;
        this.text = text;
    }

    static ServiceConnection read(Path file) {
        try {
            var text = Files.readString(file).strip();
            var host = HOST.matcher(text);
            if (!host.find() || !text.contains("SharedAccessKey=")) {
                throw new IllegalArgumentException("caravan.dps.connection-string-file: " + file + " " + RULE);
            }
            return new ServiceConnection(host.group(1), text);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.dps.connection-string-file: " + file + " cannot be read; it " + RULE, unreadable);
        }
    }

    String host() {
        return host;
    }

    ProvisioningServiceClient client() {
        return new ProvisioningServiceClient(text);
    }
}
