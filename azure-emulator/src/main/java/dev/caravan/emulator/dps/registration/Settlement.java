package dev.caravan.emulator.dps.registration;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Admitted;
import dev.caravan.emulator.dps.allocation.Choice;
import dev.caravan.emulator.dps.enrollment.Settings;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;

/**
 * Puts a device into the hub that was chosen. A repeated registration on the same hub keeps the twin and trusts what the
 * device proves now (seen); the re-provisioning policies are as documented.
 */
public final class Settlement {

    private final Hubs hubs;
    private final OperationalCertificates certificates;
    private final Stamps stamps;

    /** Into these hubs, perhaps with a certificate made for the device. */
    public Settlement(Hubs hubs, OperationalCertificates certificates, Stamps stamps) {
        this.hubs = hubs;
        this.certificates = certificates;
        this.stamps = stamps;
    }

    private record Arrival(Place place, String substatus) {}

    /** What the device will show its hub, found before anything is written. */
    Issued prepare(Applicant applicant) {
        return certificates.of(applicant);
    }

    /** The registration with its end; its place so far is where the device comes from. */
    Registration settle(Registration open, Admitted admitted, Choice choice, Issued issued) {
        if (choice instanceof Choice.Failed none) {
            return open.ended(new Outcome.Failed(none.errorCode(), none.message()), open.place(), stamps);
        }
        var chosen = (Choice.Chosen) choice;
        var refusal = refusal(hubs.link(chosen.host()), isThere(open, chosen));
        if (refusal != null) {
            return open.ended(refusal, open.place(), stamps);
        }
        var arrival = arrive(open, admitted, chosen, issued);
        return open.ended(
                new Outcome.Assigned(arrival.substatus(), chosen.payload(), issued.chain()), arrival.place(), stamps);
    }

    private boolean isThere(Registration open, Choice.Chosen chosen) {
        var place = open.place();
        return place != null && place.hub().equals(chosen.host()) && hubs.knows(place.hub(), place.deviceId());
    }

    /** The code of stale credentials, and their words, are seen; those of a full hub are inferred. */
    private static Outcome.@Nullable Failed refusal(Hub.LinkState link, boolean isThere) {
        if (link == Hub.LinkState.FULL && isThere) {
            return null;
        }
        return switch (link) {
            case GOOD -> null;
            case UNAUTHORIZED ->
                new Outcome.Failed(
                        400209,
                        "{\"Message\":\"ErrorCode:IotHubUnauthorizedAccess;Unauthorized\","
                                + "\"ExceptionMessage\":\"\"}");
            case FULL ->
                new Outcome.Failed(
                        400208, "{\"Message\":\"ErrorCode:DeviceMaximumExceeded\",\"ExceptionMessage\":\"\"}");
        };
    }

    private Arrival arrive(Registration open, Admitted admitted, Choice.Chosen chosen, Issued issued) {
        var settings = admitted.enrollment().settings();
        var from = open.place();
        if (from == null) {
            var place = Place.first(chosen.host(), settings.deviceId().orElse(open.registrationId()));
            enter(place, settings, chosen, issued);
            return new Arrival(place, "initialAssignment");
        }
        return again(from, settings, chosen, issued);
    }

    /** The twin a webhook returns overrides what the policy says of the old one (documented). */
    private void enter(Place place, Settings settings, Choice.Chosen chosen, Issued issued) {
        var device = issued.device(place.deviceId(), settings.isEdge());
        if (chosen.initialTwin() == null) {
            hubs.provision(place.hub(), device, settings.initialTwin());
        } else {
            hubs.renew(place.hub(), device, chosen.initialTwin());
        }
    }

    private Arrival again(Place from, Settings settings, Choice.Chosen chosen, Issued issued) {
        var to = from.movedTo(chosen.host());
        var device = issued.device(to.deviceId(), settings.isEdge());
        if (chosen.initialTwin() != null || settings.updatesHub() && !settings.migratesData()) {
            return reset(from, to, device, twin(settings, chosen));
        }
        if (from.hub().equals(to.hub())) {
            hubs.provision(to.hub(), device, settings.initialTwin());
            return new Arrival(to, "initialAssignment");
        }
        hubs.move(from.hub(), to.hub(), device, settings.initialTwin());
        return new Arrival(to, from.wasIn(to.hub()) ? "reprovisionedToInitialAssignment" : "deviceDataMigrated");
    }

    private Arrival reset(Place from, Place to, Hubs.Newcomer device, JsonNode twin) {
        if (!from.hub().equals(to.hub())) {
            hubs.remove(from.hub(), from.deviceId());
        }
        hubs.renew(to.hub(), device, twin);
        return new Arrival(to, "deviceDataReset");
    }

    private static JsonNode twin(Settings settings, Choice.Chosen chosen) {
        return chosen.initialTwin() == null ? settings.initialTwin() : chosen.initialTwin();
    }
}
