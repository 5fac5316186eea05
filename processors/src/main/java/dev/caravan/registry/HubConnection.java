package dev.caravan.registry;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpMethod;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One hub's connection string, and requests signed with it through the HTTP layer of Microsoft's {@code
 * iot-service-client}: its {@code RegistryClient} writes identities with {@code If-Match: *} only, and would overwrite what
 * DPS has changed meanwhile. Neither does the text show in messages.
 */
final class HubConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_BODY = new byte[0];
    private static final Pattern RULE = Pattern.compile("(?=.*HostName=[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(;|$))"
            + "(?=.*SharedAccessKeyName=[^;]+)(?=.*SharedAccessKey=[A-Za-z0-9+/]+=*(;|$))[^;]+;[^;]+;[^;]+");

    private final IotHubConnectionString connection;
    private final RegistrySettings settings;

    private HubConnection(IotHubConnectionString connection, RegistrySettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * Reads the connection string; makes no call.
     *
     * @throws IllegalArgumentException if the file is missing or is no connection string; the message never holds its
     *     content
     */
    static HubConnection read(Path file, RegistrySettings settings) {
        var rule = " must hold an IoT Hub connection string"
                + " (HostName=…;SharedAccessKeyName=…;SharedAccessKey=…) and nothing else";
        try {
            var text = Files.readString(file).strip();
            if (!RULE.matcher(text).matches()) {
                throw new IllegalArgumentException("caravan.registry.connection-string-files: " + file + rule);
            }
            return new HubConnection(IotHubConnectionStringBuilder.createIotHubConnectionString(text), settings);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.registry.connection-string-files: " + file + " cannot be read; it" + rule, unreadable);
        }
    }

    String host() {
        return connection.getHostName().toLowerCase(Locale.ROOT);
    }

    URL device(String id) throws IOException {
        return connection.getUrlDevice(id);
    }

    URL twin(String id) throws IOException {
        return connection.getUrlTwin(id);
    }

    /** @param etag what is written must still have it; null for none */
    ObjectNode send(HttpMethod method, URL url, @Nullable ObjectNode body, @Nullable String etag)
            throws IOException, IotHubException {
        var bytes = body == null ? NO_BODY : body.toString().getBytes(StandardCharsets.UTF_8);
        var token = new IotHubServiceSasToken(connection).toString();
        var request = new HttpRequest(url, method, bytes, token)
                .setConnectTimeoutSeconds((int) settings.connectTimeout().toSeconds())
                .setReadTimeoutSeconds((int) settings.readTimeout().toSeconds());
        if (etag != null) {
            request.setHeaderField(HttpRequest.IF_MATCH, '"' + etag + '"');
        }
        var answer = request.send().getBody();
        return answer.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readValue(answer, ObjectNode.class);
    }
}
