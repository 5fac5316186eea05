package dev.caravan.emulator.dps.registration;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Admitted;
import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.allocation.Wish;
import dev.caravan.emulator.dps.form.Identifiers;

/** A device that was admitted, and what it said. */
record Applicant(Claim claim, Admitted admitted, Request request) {

    boolean isEnabled() {
        return admitted.enrollment().enabled();
    }

    /** What its enrollment wants for its hub, said once and for all: the enrollment may change while a webhook thinks. */
    Wish wish(@Nullable Place current) {
        var settings = admitted.enrollment().settings();
        var url = settings.customAllocation().path("webhookUrl").textValue();
        return new Wish(
                Identifiers.key(admitted.registrationId()),
                settings.allocationPolicy().orElse(null),
                settings.onlyHub().orElse(null),
                settings.hubs(),
                url == null
                        ? null
                        : new Wish.Webhook(url, new AllocationRequest(claim, admitted, request, current).json()));
    }
}
