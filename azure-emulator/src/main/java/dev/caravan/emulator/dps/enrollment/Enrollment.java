package dev.caravan.emulator.dps.enrollment;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;

/** An enrollment of one device or of a group, as it is stored. Immutable, and small: the settings are kept as text. */
public final class Enrollment {

    /** The order of the recordings; capabilities and hubs, which it does not name, follow. */
    private static final List<String> AFTER_STATE = List.of("optionalDeviceInformation");

    private static final List<String> AFTER_ETAG = List.of("provisioningStatus", "reprovisionPolicy");
    private static final List<String> AT_END = List.of(
            "allocationPolicy",
            "iotHubs",
            "iotHubHostName",
            "customAllocationDefinition",
            "capabilities",
            "credentialPolicyName");

    private final Kind kind;
    private final String id;
    private final byte[] settings;
    private final boolean enabled;
    private final Attestation attestation;
    private final Mark mark;

    /**
     * What the service adds to an enrollment.
     *
     * @param position where queries meet it, fixed at creation
     * @param version what its etag is made of
     * @param created in ticks, as {@link Stamps} counts them; so is {@code updated}
     */
    record Mark(long position, long version, long created, long updated) {}

    Enrollment(Kind kind, String id, Settings settings, Attestation attestation, Mark mark) {
        this.kind = kind;
        this.id = id;
        this.settings = Json.bytes(settings.tree());
        this.enabled = settings.enabled();
        this.attestation = attestation;
        this.mark = mark;
    }

    private Enrollment(Enrollment same, Mark mark) {
        this.kind = same.kind;
        this.id = same.id;
        this.settings = same.settings;
        this.enabled = same.enabled;
        this.attestation = same.attestation;
        this.mark = mark;
    }

    /** The same with another etag. */
    Enrollment overtaken(long version) {
        return new Enrollment(this, new Mark(mark.position(), version, mark.created(), mark.updated()));
    }

    /** One device or a group. */
    public Kind kind() {
        return kind;
    }

    /** The registrationId or enrollmentGroupId, in the letter case of its creation. */
    public String id() {
        return id;
    }

    /** Whether its devices may register. */
    public boolean enabled() {
        return enabled;
    }

    /** How its devices prove who they are. */
    public Attestation attestation() {
        return attestation;
    }

    /** What the client set; parsed for this call. */
    public Settings settings() {
        return new Settings(Json.readObject(settings).orElseThrow());
    }

    /** Another one after every write. */
    public String etag() {
        return Stamps.etag(mark.version());
    }

    Mark mark() {
        return mark;
    }

    /** The same in other words: what a fault stores in its place. */
    Enrollment with(Settings otherSettings, Attestation otherAttestation) {
        return new Enrollment(kind, id, otherSettings, otherAttestation, mark);
    }

    /** As the service returns it; the registration's state only where it is given. */
    public ObjectNode show(Keys keys, @Nullable ObjectNode registrationState) {
        var fields = settings().tree();
        var shown = Json.object().put(kind.idField(), id);
        copy(fields, shown, List.of("deviceId"));
        if (registrationState != null) {
            shown.set("registrationState", registrationState);
        }
        copy(fields, shown, AFTER_STATE);
        shown.set("attestation", attestation.show(keys));
        copy(fields, shown, List.of("initialTwin"));
        shown.put("etag", etag());
        copy(fields, shown, AFTER_ETAG);
        shown.put("createdDateTimeUtc", Stamps.text(mark.created()));
        shown.put("lastUpdatedDateTimeUtc", Stamps.text(mark.updated()));
        copy(fields, shown, AT_END);
        return shown;
    }

    private static void copy(ObjectNode fields, ObjectNode shown, List<String> names) {
        names.stream().filter(fields::has).forEach(name -> shown.set(name, fields.get(name)));
    }
}
