package dev.caravan.emulator.dps.registration;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Admitted;
import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.admission.Proof;
import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.Peer;

/** What a webhook is told about the device, but the hubs (documented). */
record AllocationRequest(
        Claim claim,
        Admitted admitted,
        Request request,
        @Nullable Place current) {

    ObjectNode json() {
        var enrollment = admitted.enrollment();
        var shown = enrollment.show(Keys.OMITTED, null);
        shown.put("etag", new String(Base64.getDecoder().decode(enrollment.etag()), StandardCharsets.US_ASCII));
        var json = Json.object();
        json.set(enrollment.kind() == Kind.INDIVIDUAL ? "individualEnrollment" : "enrollmentGroup", shown);
        json.set("deviceRuntimeContext", context());
        return json;
    }

    /** Hub and name are there from the second registration on (documented). */
    private ObjectNode context() {
        var context = Json.object().put("registrationId", claim.registrationId());
        if (current != null) {
            context.put("currentIotHubHostName", current.hub()).put("currentDeviceId", current.deviceId());
        }
        if (admitted.proof() instanceof Proof.Certificate) {
            context.set("x509", certificate(claim.peer()));
        } else {
            context.set("symmetricKey", Json.object());
        }
        if (!request.payload().isMissingNode()) {
            context.set("payload", request.payload());
        }
        return context;
    }

    /** "Contains certificate details" is all that is documented; the form is that of an enrollment (inferred). */
    private static ObjectNode certificate(Peer peer) {
        var slots = Json.object();
        peer.certificateDer()
                .ifPresent(leaf -> slots.set(
                        "primary",
                        Json.object()
                                .set("info", EnrolledCertificate.ofDer(leaf).info())));
        return Json.object().set("clientCertificates", slots);
    }
}
