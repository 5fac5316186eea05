package dev.caravan.emulator.hub;

import java.time.Clock;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * A device's twin. Its sections have versions that start at 1 and grow by one with every write. The etag counts the
 * writes of a back end, the version all writes (inferred from documented samples). Safe for all threads; what would
 * break a limit is refused with a {@link HubError} and changes nothing.
 */
public final class Twin {

    private final Clock clock;
    private final ObjectNode tags;
    private final TwinSection desired;
    private final TwinSection reported;
    private long backEndWrites = 1;
    private long version = 2;

    private Twin(Clock clock, ObjectNode tags, ObjectNode desired) {
        this.clock = clock;
        this.tags = tags;
        this.desired = new TwinSection("desired", true, desired, clock.instant());
        this.reported = new TwinSection("reported", false, Json.object(), clock.instant());
    }

    /** From an enrollment's {@code initialTwin}, which may be missing. */
    static Twin from(JsonNode initial, Clock clock) {
        return new Twin(
                clock,
                objectOf(initial.path("tags")),
                objectOf(initial.path("properties").path("desired")));
    }

    /** As it was archived. */
    Twin(Clock clock, Item archived) {
        this.clock = clock;
        this.tags = archived.object("tags");
        this.desired = new TwinSection("desired", true, archived.item("desired"));
        this.reported = new TwinSection("reported", false, archived.item("reported"));
        this.backEndWrites = archived.number("backEndWrites");
        this.version = archived.number("version");
    }

    /** With versions and metadata. */
    synchronized ObjectNode archive() {
        var archived = Json.object().put("version", version).put("backEndWrites", backEndWrites);
        archived.set("tags", tags.deepCopy());
        archived.set("desired", desired.archive());
        archived.set("reported", reported.archive());
        return archived;
    }

    private static ObjectNode objectOf(JsonNode node) {
        var copy = Json.object();
        if (node instanceof ObjectNode object) {
            JsonMerge.merge(copy, object.deepCopy());
        }
        return copy;
    }

    /** Tags, and properties without metadata. */
    synchronized ObjectNode show() {
        var shown = Json.object();
        shown.set("tags", tags.deepCopy());
        shown.set("properties", deviceView());
        return shown;
    }

    /** What the device may see: everything but the tags and the metadata (documented). */
    public synchronized ObjectNode deviceView() {
        var view = Json.object();
        view.set("desired", desired.values());
        view.set("reported", reported.values());
        return view;
    }

    /** What a back end sees: {@code etag}, {@code version}, {@code tags}, and {@code properties} with metadata. */
    public synchronized ObjectNode backEndView() {
        var view = Json.object().put("etag", etag()).put("version", version);
        view.set("tags", tags.deepCopy());
        var properties = view.putObject("properties");
        properties.set("desired", desired.valuesAndMetadata());
        properties.set("reported", reported.valuesAndMetadata());
        return view;
    }

    /** Base64; another one after every write of a back end. */
    public synchronized String etag() {
        return Stamps.twinEtag(backEndWrites);
    }

    /** The tags, as a copy. */
    public synchronized ObjectNode tags() {
        return tags.deepCopy();
    }

    /** Merges into the reported properties; their new version. */
    public synchronized int patchReported(ObjectNode patch) {
        reported.patch(patch, clock.instant());
        version++;
        return reported.version();
    }

    /** Merges into the desired properties; the change as the device is to hear it, with {@code $version}. */
    synchronized ObjectNode patchDesired(ObjectNode patch) {
        var change = desired.patch(patch, clock.instant());
        written();
        return change;
    }

    /** Merges tags and desired properties, each where it is there; the change of the desired ones. */
    synchronized Optional<ObjectNode> patch(Optional<ObjectNode> newTags, Optional<ObjectNode> newDesired) {
        var patched = tags.deepCopy();
        newTags.ifPresent(patch -> JsonMerge.merge(patched, patch));
        checkTags(patched);
        var change = newDesired.map(patch -> desired.patch(patch, clock.instant()));
        putTags(patched);
        written();
        return change;
    }

    /** Puts tags and desired properties in place of those before; the desired ones as the device is to hear them. */
    synchronized ObjectNode replace(ObjectNode newTags, ObjectNode newDesired) {
        var cleaned = objectOf(newTags);
        checkTags(cleaned);
        var change = desired.replace(newDesired, clock.instant());
        putTags(cleaned);
        written();
        return change;
    }

    /** Another back end writes what is there already: only the etag and the version change. */
    synchronized void overtake() {
        written();
    }

    private static void checkTags(ObjectNode tags) {
        TwinLimits.ofTags(tags).ifPresent(wrong -> {
            throw HubError.invalid(wrong);
        });
    }

    private void putTags(ObjectNode checked) {
        tags.removeAll();
        tags.setAll(checked);
    }

    private void written() {
        backEndWrites++;
        version++;
    }
}
