package dev.caravan.emulator.dps.registration;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Admitted;
import dev.caravan.emulator.dps.admission.Proof;
import dev.caravan.emulator.dps.allocation.LinkedHub;
import dev.caravan.emulator.dps.allocation.Links;
import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.hub.Authentication;
import dev.caravan.emulator.hub.Hubs;

/**
 * Chooses a hub and puts the device there. A repeated registration on the same hub keeps the twin and trusts the
 * certificate presented now (seen); the re-provisioning policies are as documented.
 */
public final class Assignment {

    /** Seen: no hub is linked, or none was named. */
    private static final int NO_HUB = 400208;

    private final Links links;
    private final Hubs hubs;
    private final Stamps stamps;
    private final Supplier<String> operationIds;

    /** Only to hubs that are linked at the time. */
    public Assignment(Links links, Hubs hubs, Stamps stamps, Supplier<String> operationIds) {
        this.links = links;
        this.hubs = hubs;
        this.stamps = stamps;
        this.operationIds = operationIds;
    }

    private record Place(String hub, String deviceId, String substatus) {}

    /** The record of an assignment made, or of one that could not be. */
    Registration assign(Admitted admitted, @Nullable Registration before) {
        var enrollment = admitted.enrollment();
        var current = Optional.ofNullable(before).filter(record -> record.assignedHub() != null);
        var target = current.filter(record -> !enrollment.settings().updatesHub())
                .map(Registration::assignedHub)
                .or(() -> choose(admitted));
        if (target.isEmpty() || !links.has(target.get())) {
            return record(admitted, before, "failed", null, NO_HUB);
        }
        var place = current.isPresent() ? again(admitted, current.get(), target.get()) : first(admitted, target.get());
        return record(admitted, before, "assigned", place, null);
    }

    /** The record of a device whose enrollment is disabled. */
    Registration refuse(Admitted admitted, @Nullable Registration before) {
        return record(admitted, before, "disabled", null, null);
    }

    /** With several hubs to choose from, always the same one for the same device; geoLatency and custom as hashed. */
    private Optional<String> choose(Admitted admitted) {
        var enrollment = admitted.enrollment();
        var named = enrollment.settings().hubs();
        if (enrollment.settings().allocationPolicy().filter("static"::equals).isPresent()) {
            return named.stream().findFirst();
        }
        var candidates = links.all().stream()
                .map(LinkedHub::host)
                .filter(host -> named.isEmpty() || named.contains(host))
                .toList();
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var hash = Identifiers.key(admitted.registrationId()).hashCode();
        return Optional.of(candidates.get(Math.floorMod(hash, candidates.size())));
    }

    private Place first(Admitted admitted, String hub) {
        var settings = admitted.enrollment().settings();
        var deviceId = settings.deviceId().orElse(admitted.registrationId());
        hubs.provision(hub, newcomer(admitted, deviceId), settings.initialTwin());
        return new Place(hub, deviceId, "initialAssignment");
    }

    /** The device keeps its old deviceId until its registration is deleted (seen). */
    private Place again(Admitted admitted, Registration current, String target) {
        var settings = admitted.enrollment().settings();
        var from = String.valueOf(current.assignedHub());
        var deviceId = String.valueOf(current.deviceId());
        var device = newcomer(admitted, deviceId);
        var twin = settings.initialTwin();
        if (settings.updatesHub() && !settings.migratesData()) {
            if (!from.equals(target)) {
                hubs.remove(from, deviceId);
            }
            hubs.renew(target, device, twin);
            return new Place(target, deviceId, "deviceDataReset");
        }
        if (from.equals(target)) {
            hubs.provision(target, device, twin);
            return new Place(target, deviceId, "initialAssignment");
        }
        hubs.move(from, target, device, twin);
        return new Place(target, deviceId, "deviceDataMigrated");
    }

    /** A certificate counts by its thumbprint, also that of a group's device (seen); keys are the same in the hub. */
    private static Hubs.Newcomer newcomer(Admitted admitted, String deviceId) {
        return new Hubs.Newcomer(
                deviceId,
                admitted.proof() instanceof Proof.Certificate certificate
                        ? Authentication.thumbprint(certificate.thumbprint())
                        : keys((Proof.Keys) admitted.proof()),
                admitted.enrollment().settings().isEdge());
    }

    private static Authentication keys(Proof.Keys keys) {
        return new Authentication.Sas(keys.primary(), keys.secondary());
    }

    private Registration record(
            Admitted admitted,
            @Nullable Registration before,
            String status,
            @Nullable Place place,
            @Nullable Integer errorCode) {
        var now = stamps.now();
        return new Registration(
                admitted.registrationId(),
                admitted.groupId(),
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
