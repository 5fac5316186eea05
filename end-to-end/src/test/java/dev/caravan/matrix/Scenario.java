package dev.caravan.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a user of the SDKs does; the script says what must come of it. */
enum Scenario {
    ENROLL_INDIVIDUAL(Plane.DPS_SERVICE, "enroll a board by its certificate, disabled", new EnrollIndividual()),
    ENROLL_SYMMETRIC_KEY(
            Plane.DPS_SERVICE, "enroll a board by a symmetric key that DPS makes", new EnrollSymmetricKey()),
    BULK_OF_TEN(Plane.DPS_SERVICE, "bulk of 10, one of them bad", new BulkOfTen()),
    QUERY_250(Plane.DPS_SERVICE, "query 250 enrollments in pages", new QueryInPages()),
    UPDATE_RIGHT_ETAG(Plane.DPS_SERVICE, "update with the right ETag", Update.expecting("updated")),
    UPDATE_STALE_ETAG(Plane.DPS_SERVICE, "update with a stale ETag", Update.expecting("precondition-failed")),
    UPDATE_NO_ETAG(Plane.DPS_SERVICE, "write over an enrollment without an ETag", Update.expecting("conflict")),
    DELETE_INDIVIDUAL(Plane.DPS_SERVICE, "delete an enrollment", new DeleteIndividual()),
    WRONG_POLICY_KEY(Plane.DPS_SERVICE, "ask with a wrong policy key", new WrongPolicyKey()),

    REGISTER_X509(Plane.DPS_DEVICE, "register by an enrolled certificate", new RegisterX509()),
    REGISTER_DISABLED(Plane.DPS_DEVICE, "register a disabled board", new RegisterDisabled()),
    REGISTER_UNKNOWN(Plane.DPS_DEVICE, "register a board that nobody enrolled", RegisterRefused.unknown()),
    REGISTER_WRONG_CERTIFICATE(
            Plane.DPS_DEVICE,
            "register with another certificate than the enrolled",
            RegisterRefused.wrongCertificate()),
    REPROVISION(Plane.DPS_DEVICE, "register again after a move to another hub", new Reprovision());

    private final Plane plane;
    private final String title;
    private final Script script;

    Scenario(Plane plane, String title, Script script) {
        this.plane = plane;
        this.title = title;
        this.script = script;
    }

    Plane plane() {
        return plane;
    }

    String title() {
        return title;
    }

    Script script() {
        return script;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<Transport> transports() {
        return plane.transports();
    }

    /** Why Azure itself does not offer this over the transport; empty when it does. */
    Optional<String> absent(Transport transport) {
        if (this == ENROLL_SYMMETRIC_KEY || this == QUERY_250) {
            return Optional.of("the emulator knows no symmetric keys yet");
        }
        return Optional.empty();
    }
}
