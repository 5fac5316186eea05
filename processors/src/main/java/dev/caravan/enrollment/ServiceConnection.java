package dev.caravan.enrollment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;

import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;

/** A DPS connection string, read from its file. Its text never shows in messages. */
final class ServiceConnection {

    private static final Pattern PROPERTY = Pattern.compile("HostName=(?<host>[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)"
            + "|SharedAccessKeyName=[A-Za-z0-9_\\-.@]+"
            + "|SharedAccessKey=[A-Za-z0-9+/]+=*");
    private static final int COUNT = 3;
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
            return host(text)
                    .map(host -> new ServiceConnection(host, text))
                    .orElseThrow(() ->
                            new IllegalArgumentException("caravan.dps.connection-string-file: " + file + " " + RULE));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.dps.connection-string-file: " + file + " cannot be read; it " + RULE, unreadable);
        }
    }

    /** The host of a text that has each property once, in any order, and nothing besides. */
    private static Optional<String> host(String text) {
        var names = new HashSet<String>();
        Optional<String> host = Optional.empty();
        for (var property : text.split(";", -1)) {
            var match = PROPERTY.matcher(property);
            if (!match.matches() || !names.add(property.substring(0, property.indexOf('=')))) {
                return Optional.empty();
            }
            host = host.or(() -> Optional.ofNullable(match.group("host")));
        }
        return names.size() == COUNT ? host : Optional.empty();
    }

    String host() {
        return host;
    }

    ProvisioningServiceClient client() {
        return new ProvisioningServiceClient(text);
    }
}
