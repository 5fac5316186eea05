package dev.caravan.emulator.dps.registration;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.hub.Hubs;

/**
 * Chooses a hub and puts the device there. A repeated registration on the same hub keeps the twin and trusts the
 * certificate presented now (seen); the re-provisioning policies are as documented.
 */
public final class Assignment {

    /** Seen: no hub is linked, or none was named. */
    private static final int NO_HUB = 400208;

    private final List<String> linkedHubs;
    private final Hubs hubs;
    private final Stamps stamps;
    private final Supplier<String> operationIds;

    /** The linked hubs in a fixed order. */
    public Assignment(List<String> linkedHubs, Hubs hubs, Stamps stamps, Supplier<String> operationIds) {
        this.linkedHubs = linkedHubs;
        this.hubs = hubs;
        this.stamps = stamps;
        this.operationIds = operationIds;
    }

    private record Place(String hub, String deviceId, String substatus) {}

    /** The record of an assignment made, or of one that could not be. */
    Registration assign(Enrollment enrollment, @Nullable Registration before, String thumbprint) {
        var current = Optional.ofNullable(before).filter(record -> record.assignedHub() != null);
        var target = current.filter(record -> !enrollment.settings().updatesHub())
                .map(Registration::assignedHub)
                .or(() -> choose(enrollment));
        if (target.isEmpty() || !linkedHubs.contains(target.get())) {
            return record(enrollment, before, "failed", null, NO_HUB);
        }
        var place = current.isPresent()
                ? again(enrollment, current.get(), target.get(), thumbprint)
                : first(enrollment, target.get(), thumbprint);
        return record(enrollment, before, "assigned", place, null);
    }

    /** The record of a device whose enrollment is disabled. */
    Registration refuse(Enrollment enrollment, @Nullable Registration before) {
        return record(enrollment, before, "disabled", null, null);
    }

    /** With several hubs to choose from, always the same one for the same device; geoLatency and custom as hashed. */
    private Optional<String> choose(Enrollment enrollment) {
        var named = enrollment.settings().hubs();
        if (enrollment.settings().allocationPolicy().filter("static"::equals).isPresent()) {
            return named.stream().findFirst();
        }
        var candidates = named.isEmpty() ? linkedHubs : named;
        var hash = Identifiers.key(enrollment.id()).hashCode();
        return Optional.of(candidates.get(Math.floorMod(hash, candidates.size())));
    }

    private Place first(Enrollment enrollment, String hub, String thumbprint) {
        var settings = enrollment.settings();
        var deviceId = settings.deviceId().orElse(enrollment.id());
        hubs.provision(hub, deviceId, thumbprint, settings.initialTwin());
        return new Place(hub, deviceId, "initialAssignment");
    }

    /** The device keeps its old deviceId until its registration is deleted (seen). */
    private Place again(Enrollment enrollment, Registration current, String target, String thumbprint) {
        var from = String.valueOf(current.assignedHub());
        var deviceId = String.valueOf(current.deviceId());
        var twin = enrollment.settings().initialTwin();
        if (enrollment.settings().updatesHub() && !enrollment.settings().migratesData()) {
            if (!from.equals(target)) {
                hubs.remove(from, deviceId);
            }
            hubs.renew(target, deviceId, thumbprint, twin);
            return new Place(target, deviceId, "deviceDataReset");
        }
        if (from.equals(target)) {
            hubs.provision(target, deviceId, thumbprint, twin);
            return new Place(target, deviceId, "initialAssignment");
        }
        hubs.move(from, target, deviceId, thumbprint, twin);
        return new Place(target, deviceId, "deviceDataMigrated");
    }

    private Registration record(
            Enrollment enrollment,
            @Nullable Registration before,
            String status,
            @Nullable Place place,
            @Nullable Integer errorCode) {
        var now = stamps.now();
        return new Registration(
                enrollment.id(),
                null,
                operationIds.get(),
                before == null ? now : before.created(),
                now,
                stamps.etag(),
                status,
                place == null ? null : place.substatus(),
                place == null ? kept(before, Registration::assignedHub) : place.hub(),
                place == null ? kept(before, Registration::deviceId) : place.deviceId(),
                errorCode,
                errorCode == null ? null : "No IoT hub could be assigned.");
    }

    /** A refused device keeps its place in the hub: disabling an enrollment does not touch the identity (documented). */
    private static @Nullable String kept(@Nullable Registration before, Function<Registration, @Nullable String> part) {
        return before == null ? null : part.apply(before);
    }
}
