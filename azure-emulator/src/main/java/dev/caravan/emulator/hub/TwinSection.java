package dev.caravan.emulator.hub;

import java.time.Instant;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** The desired or the reported properties: values, and when each of them was last written. Guarded by its twin. */
final class TwinSection {

    static final String VERSION = "$version";
    private static final String METADATA = "$metadata";
    private static final String UPDATED = "$lastUpdated";
    private static final String UPDATED_VERSION = "$lastUpdatedVersion";

    private final String name;
    private final boolean versionsInMetadata;
    private final ObjectNode values = Json.object();
    private ObjectNode metadata = Json.object();
    private int version = 1;

    /** Only the metadata of desired properties name versions (documented samples). */
    TwinSection(String name, boolean versionsInMetadata, ObjectNode initial, Instant now) {
        this.name = name;
        this.versionsInMetadata = versionsInMetadata;
        JsonMerge.merge(values, initial);
        stamp(metadata, values, now);
    }

    /** As it was archived. */
    TwinSection(String name, boolean versionsInMetadata, Item archived) {
        this.name = name;
        this.versionsInMetadata = versionsInMetadata;
        this.values.setAll(archived.object("values"));
        this.metadata = archived.object("metadata");
        this.version = archived.count("version");
    }

    ObjectNode archive() {
        var archived = Json.object().put("version", version);
        archived.set("values", values.deepCopy());
        archived.set("metadata", metadata.deepCopy());
        return archived;
    }

    int version() {
        return version;
    }

    /** What is in it, with its version. */
    ObjectNode values() {
        return values.deepCopy().put(VERSION, version);
    }

    /** The same and when it was written, for a back end. */
    ObjectNode valuesAndMetadata() {
        var view = values.deepCopy();
        view.set(METADATA, metadata.deepCopy());
        return view.put(VERSION, version);
    }

    /** Merges, and answers the change with its version; refused as a whole when a limit would break. */
    ObjectNode patch(ObjectNode patch, Instant now) {
        var patched = values.deepCopy();
        JsonMerge.merge(patched, patch);
        put(patched);
        version++;
        stamp(metadata, patch, now);
        return patch.deepCopy().put(VERSION, version);
    }

    /** Puts other values in place of all; the same refusal. */
    ObjectNode replace(ObjectNode all, Instant now) {
        var cleaned = Json.object();
        JsonMerge.merge(cleaned, all);
        put(cleaned);
        version++;
        metadata = Json.object();
        stamp(metadata, values, now);
        return values();
    }

    private void put(ObjectNode checked) {
        TwinLimits.ofProperties(name, checked).ifPresent(wrong -> {
            throw HubError.invalid(wrong);
        });
        values.removeAll();
        values.setAll(checked);
    }

    private void stamp(ObjectNode into, ObjectNode written, Instant now) {
        into.put(UPDATED, now.toString());
        if (versionsInMetadata) {
            into.put(UPDATED_VERSION, version);
        }
        written.properties().forEach(member -> stamp(into, member.getKey(), member.getValue(), now));
    }

    private void stamp(ObjectNode into, String name, JsonNode value, Instant now) {
        if (value.isNull()) {
            into.remove(name);
            return;
        }
        var there = into.path(name) instanceof ObjectNode known ? known : into.putObject(name);
        stamp(there, value instanceof ObjectNode object ? object : Json.object(), now);
    }

    /** What an SDK sends back from a read and nobody can write. */
    static ObjectNode withoutReadOnly(ObjectNode sent) {
        var bare = sent.deepCopy();
        bare.remove(Set.of(VERSION, METADATA));
        return bare;
    }
}
