package dev.caravan.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/** IoT Hubs in memory that keep what they are told. Every call is shown to a test before it is carried out, and after. */
public final class FakeRegistries implements Registries {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TreeMap<String, ObjectNode> identities = new TreeMap<>();
    private final TreeMap<String, ObjectNode> twins = new TreeMap<>();
    private final java.util.Set<String> known = new java.util.TreeSet<>();
    private Consumer<String> watch = call -> {};
    private int etags;

    public FakeRegistries(String... hubs) {
        known.addAll(java.util.List.of(hubs));
    }

    /** Shown "find …", "enable …" and so on before each call, and "after enable …" behind each that has changed something. */
    public void watch(Consumer<String> watcher) {
        watch = watcher;
    }

    public void add(String hub, BoardGuid guid, ObjectNode tags, ObjectNode desired) {
        var identity = JSON.objectNode();
        identity.put("deviceId", guid.value()).put("status", "enabled").put("etag", "e" + ++etags);
        identities.put(hub + "/" + guid, identity);
        var twin = JSON.objectNode().put("etag", "e" + ++etags);
        twin.set("tags", tags.deepCopy());
        twin.putObject("properties").set("desired", desired.deepCopy());
        twins.put(hub + "/" + guid, twin);
    }

    /** The board registers with this certificate: DPS writes its thumbprint into the identity. */
    public void registeredWith(String hub, BoardGuid guid, String thumbprint) {
        identities
                .get(hub + "/" + guid)
                .putObject("authentication")
                .put("type", "selfSigned")
                .putObject("x509Thumbprint")
                .put("primaryThumbprint", thumbprint)
                .put("secondaryThumbprint", thumbprint);
    }

    public boolean isEnabled(String hub, BoardGuid guid) {
        return identity(hub, guid).filter(HubIdentity::enabled).isPresent();
    }

    public Optional<HubIdentity> identity(String hub, BoardGuid guid) {
        return Optional.ofNullable(identities.get(hub + "/" + guid))
                .map(whole -> HubIdentity.of(guid, whole.deepCopy()));
    }

    public Optional<HubTwin> stored(String hub, BoardGuid guid) {
        return Optional.ofNullable(twins.get(hub + "/" + guid)).map(twin -> HubTwin.of(guid, twin));
    }

    /** Somebody else changes the identity. */
    public void overtake(String hub, BoardGuid guid) {
        identities.get(hub + "/" + guid).put("etag", "e" + ++etags);
    }

    public static RegistryException throttled() {
        return new RegistryException.ComeBackLater("IoT Hub throttles (429)", Duration.ofSeconds(40), null);
    }

    @Override
    public boolean knows(String hub) {
        return known.contains(hub);
    }

    private void begin(String what, String hub) {
        if (!knows(hub)) {
            throw new RegistryException.Refused("there is no connection string for IoT Hub " + hub, null);
        }
        watch.accept(what);
    }

    private void require(@Nullable ObjectNode there, String etag) {
        if (there == null || !there.path("etag").asText().equals(etag)) {
            throw new RegistryException.ChangedMeanwhile("PreconditionFailed", new Exception());
        }
        there.put("etag", "e" + ++etags);
    }

    @Override
    public Optional<HubIdentity> find(String hub, BoardGuid guid) {
        begin("find identity", hub);
        return identity(hub, guid);
    }

    @Override
    public HubIdentity enable(String hub, HubIdentity read, boolean enabled, String why) {
        begin("enable " + enabled, hub);
        var there = identities.get(hub + "/" + read.guid());
        require(there, read.etag());
        there.put("status", enabled ? "enabled" : "disabled").put("statusReason", why);
        watch.accept("after enable " + enabled);
        return HubIdentity.of(read.guid(), there.deepCopy());
    }

    @Override
    public void delete(String hub, HubIdentity read) {
        begin("delete identity", hub);
        require(identities.get(hub + "/" + read.guid()), read.etag());
        identities.remove(hub + "/" + read.guid());
        twins.remove(hub + "/" + read.guid());
        watch.accept("after delete identity");
    }

    @Override
    public Optional<HubTwin> twin(String hub, BoardGuid guid) {
        begin("find twin", hub);
        return stored(hub, guid);
    }

    @Override
    public HubTwin patch(String hub, HubTwin read, ObjectNode tags, ObjectNode desired) {
        begin("patch twin", hub);
        var there = twins.get(hub + "/" + read.guid());
        require(there, read.etag());
        merge((ObjectNode) there.path("tags"), tags);
        merge((ObjectNode) there.path("properties").path("desired"), desired);
        watch.accept("after patch twin");
        return HubTwin.of(read.guid(), there);
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(each -> {
            if (each.getValue().isNull()) {
                into.remove(each.getKey());
            } else if (each.getValue() instanceof ObjectNode inner
                    && into.path(each.getKey()) instanceof ObjectNode object) {
                merge(object, inner);
            } else {
                into.set(each.getKey(), each.getValue());
            }
        });
    }
}
