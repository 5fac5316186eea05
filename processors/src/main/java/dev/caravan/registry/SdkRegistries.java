package dev.caravan.registry;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.transport.http.HttpMethod;

import dev.caravan.board.BoardGuid;

/** The registries over Microsoft's {@code iot-service-client}. What the client lacks is supplied here: quota, and failures as types. */
public final class SdkRegistries implements Registries {

    private static final int LONGEST_REASON = 128;

    private final Map<String, Hub> hubs = new HashMap<>();

    private record Hub(HubConnection connection, RegistryBudget budget, RegistryFailures failures) {}

    private SdkRegistries(RegistrySettings settings, RandomGenerator random) {
        for (var file : settings.connectionStringFiles()) {
            var connection = HubConnection.read(file, settings);
            var host = connection.host();
            var failures = new RegistryFailures(host, settings.pause(), random);
            if (hubs.put(host, new Hub(connection, new RegistryBudget(host, settings), failures)) != null) {
                throw new IllegalArgumentException(
                        "caravan.registry.connection-string-files names IoT Hub " + host + " twice");
            }
        }
    }

    /**
     * Reads the connection strings; makes no call.
     *
     * @throws IllegalArgumentException if a file is missing or holds no connection string; the message never holds its
     *     content
     */
    public static Registries connect(RegistrySettings settings, RandomGenerator random) {
        return new SdkRegistries(settings, random);
    }

    @Override
    public boolean knows(String hub) {
        return hubs.containsKey(hub.toLowerCase(Locale.ROOT));
    }

    @Override
    public Optional<HubIdentity> find(String name, BoardGuid guid) {
        var hub = hub(name);
        hub.budget().takeIdentity();
        return call(hub, () -> found(() ->
                        hub.connection().send(HttpMethod.GET, hub.connection().device(guid.value()), null, null))
                .map(whole -> HubIdentity.of(guid, whole)));
    }

    @Override
    public HubIdentity enable(String name, HubIdentity read, boolean enabled, String why) {
        var hub = hub(name);
        var wanted = read.whole().deepCopy();
        wanted.put("status", enabled ? "enabled" : "disabled")
                .put("statusReason", why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why);
        hub.budget().takeIdentity();
        return call(
                hub,
                () -> HubIdentity.of(
                        read.guid(),
                        hub.connection()
                                .send(
                                        HttpMethod.PUT,
                                        hub.connection().device(read.guid().value()),
                                        wanted,
                                        read.etag())));
    }

    @Override
    public void delete(String name, HubIdentity read) {
        var hub = hub(name);
        hub.budget().takeIdentity();
        call(hub, () -> hub.connection()
                .send(HttpMethod.DELETE, hub.connection().device(read.guid().value()), null, read.etag()));
    }

    @Override
    public Optional<HubTwin> twin(String name, BoardGuid guid) {
        var hub = hub(name);
        hub.budget().takeTwin();
        return call(hub, () -> found(() ->
                        hub.connection().send(HttpMethod.GET, hub.connection().twin(guid.value()), null, null))
                .map(twin -> HubTwin.of(guid, twin)));
    }

    @Override
    public HubTwin patch(String name, HubTwin read, ObjectNode tags, ObjectNode desired) {
        var hub = hub(name);
        var patch = JsonNodeFactory.instance.objectNode();
        patch.set("tags", tags);
        patch.putObject("properties").set("desired", desired);
        hub.budget().takeTwin();
        return call(
                hub,
                () -> HubTwin.of(
                        read.guid(),
                        hub.connection()
                                .send(
                                        HttpMethod.PATCH,
                                        hub.connection().twin(read.guid().value()),
                                        patch,
                                        read.etag())));
    }

    private Hub hub(String name) {
        var hub = hubs.get(name.toLowerCase(Locale.ROOT));
        if (hub == null) {
            throw new RegistryException.Refused(
                    "there is no connection string for IoT Hub " + name
                            + "; add its file to caravan.registry.connection-string-files and start the hub again",
                    null);
        }
        return hub;
    }

    private interface Call<T> {
        T make() throws IOException, IotHubException;
    }

    private static Optional<ObjectNode> found(Call<ObjectNode> read) throws IOException, IotHubException {
        try {
            return Optional.of(read.make());
        } catch (IotHubNotFoundException absent) {
            return Optional.empty();
        }
    }

    private static <T> T call(Hub hub, Call<T> call) {
        try {
            return call.make();
        } catch (IotHubException failure) {
            throw hub.failures().translate(failure);
        } catch (IOException failure) {
            throw hub.failures().translate(failure);
        }
    }
}
