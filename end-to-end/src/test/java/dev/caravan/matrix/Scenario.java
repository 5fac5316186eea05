package dev.caravan.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.caravan.matrix.Connect.Credential;

/** What a user of the SDKs does; the script says what must come of it. */
enum Scenario {
    ENROLL_INDIVIDUAL(Plane.DPS_SERVICE, "enroll a board by its certificate, disabled", new EnrollIndividual()),
    ENROLL_SYMMETRIC_KEY(
            Plane.DPS_SERVICE,
            "enroll a board by a symmetric key that DPS makes",
            new EnrollSymmetricKey("enrollments")),
    ENROLL_GROUP(Plane.DPS_SERVICE, "enroll a group by its signing certificate", new EnrollGroup()),
    ENROLL_KEY_GROUP(
            Plane.DPS_SERVICE,
            "enroll a group by a symmetric key that DPS makes",
            new EnrollSymmetricKey("enrollmentGroups")),
    BULK_OF_TEN(Plane.DPS_SERVICE, "bulk of 10, one of them bad", new BulkOfTen()),
    QUERY_250(Plane.DPS_SERVICE, "query 250 enrollments in pages", new QueryInPages()),
    UPDATE_RIGHT_ETAG(Plane.DPS_SERVICE, "update with the right ETag", Update.expecting("updated")),
    UPDATE_STALE_ETAG(Plane.DPS_SERVICE, "update with a stale ETag", Update.expecting("precondition-failed")),
    UPDATE_NO_ETAG(Plane.DPS_SERVICE, "write over an enrollment without an ETag", Update.expecting("conflict")),
    DELETE_INDIVIDUAL(Plane.DPS_SERVICE, "delete an enrollment", new DeleteIndividual()),
    REGISTRATION_RECORD(Plane.DPS_SERVICE, "read and delete a registration record", new RegistrationRecord()),
    GROUP_RECORDS(Plane.DPS_SERVICE, "query the registration records of a group", new GroupRecords()),
    WRONG_POLICY_KEY(Plane.DPS_SERVICE, "ask with a wrong policy key", new WrongPolicyKey()),

    REGISTER_X509(Plane.DPS_DEVICE, "register by an enrolled certificate", new RegisterX509()),
    REGISTER_CHAIN(Plane.DPS_DEVICE, "register by a chain to the root of a group", new RegisterByChain()),
    REGISTER_SYMMETRIC_KEY(Plane.DPS_DEVICE, "register by a symmetric key", RegisterByKey.enrolled()),
    REGISTER_DERIVED_KEY(
            Plane.DPS_DEVICE, "register by a key derived from a group's", RegisterByKey.derivedFromGroup()),
    REGISTER_DISABLED(Plane.DPS_DEVICE, "register a disabled board", new RegisterDisabled()),
    REGISTER_UNKNOWN(Plane.DPS_DEVICE, "register a board that nobody enrolled", RegisterRefused.unknown()),
    REGISTER_WRONG_CERTIFICATE(
            Plane.DPS_DEVICE,
            "register with another certificate than the enrolled",
            RegisterRefused.wrongCertificate()),
    REGISTER_WRONG_KEY(Plane.DPS_DEVICE, "register with another key than the enrolled", new RegisterWrongKey()),
    REPROVISION(Plane.DPS_DEVICE, "register again after a move to another hub", new Reprovision()),

    CONNECT_X509(Plane.HUB_DEVICE, "connect by certificate", Connect.with(Credential.CERTIFICATE)),
    CONNECT_SYMMETRIC_KEY(Plane.HUB_DEVICE, "connect by symmetric key", Connect.with(Credential.KEY)),
    CONNECT_WRONG_CERTIFICATE(
            Plane.HUB_DEVICE, "connect with a wrong certificate", Connect.refused(Credential.WRONG_CERTIFICATE)),
    CONNECT_DISABLED(
            Plane.HUB_DEVICE,
            "connect with an identity that is disabled",
            Connect.refused(Credential.CERTIFICATE_OF_A_DISABLED_BOARD)),
    SEND_TELEMETRY(Plane.HUB_DEVICE, "send telemetry with properties", new SendTelemetry()),
    READ_TWIN(Plane.HUB_DEVICE, "read the twin", new ReadTwin()),
    REPORT_PROPERTIES(Plane.HUB_DEVICE, "report properties", new ReportProperties()),
    DESIRED_CHANGE(Plane.HUB_DEVICE, "hear of a change of desired properties", new DesiredChange()),
    DIRECT_METHOD(Plane.HUB_DEVICE, "answer a direct method", new DirectMethod()),
    RECEIVE_MESSAGE(Plane.HUB_DEVICE, "receive and complete a message from the cloud", new ReceiveMessage()),

    HUB_IDENTITY(Plane.HUB_SERVICE, "create an identity by a key that the hub makes, disable it", new HubIdentity()),
    HUB_X509_IDENTITY(Plane.HUB_SERVICE, "create an identity by thumbprint", new HubX509Identity()),
    HUB_DELETE(Plane.HUB_SERVICE, "delete an identity", new HubDelete()),
    HUB_TWIN(Plane.HUB_SERVICE, "change tags and desired properties", HubTwin.withRightEtag()),
    HUB_TWIN_STALE_ETAG(Plane.HUB_SERVICE, "change a twin with a stale ETag", HubTwin.withStaleEtag()),
    HUB_QUERY(Plane.HUB_SERVICE, "query twins by a tag, in pages", new HubQuery()),
    HUB_METHOD(Plane.HUB_SERVICE, "call a method of a board", new HubMethod()),
    HUB_METHOD_ABSENT(Plane.HUB_SERVICE, "call a method of a board that is not there", new HubMethodAbsent()),
    HUB_WRONG_KEY(Plane.HUB_SERVICE, "ask a hub with a wrong policy key", new HubWrongKey()),
    HUB_MESSAGE(Plane.HUB_SERVICE, "send a message to a board", new HubMessage());

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

    /** Why Azure does not offer this over the transport; empty when it does. */
    Optional<String> absent(Transport transport) {
        return switch (plane) {
            case DPS_SERVICE, DPS_DEVICE -> Optional.empty();
            case HUB_DEVICE -> transport == Transport.HTTPS ? absentOverHttps() : Optional.empty();
            case HUB_SERVICE -> absentFromBackEnd(transport);
        };
    }

    private Optional<String> absentOverHttps() {
        return switch (this) {
            case SEND_TELEMETRY, RECEIVE_MESSAGE -> Optional.empty();
            case CONNECT_X509, CONNECT_SYMMETRIC_KEY, CONNECT_WRONG_CERTIFICATE, CONNECT_DISABLED ->
                Optional.of("over HTTPS a board does not connect, it only asks");
            default -> Optional.of("IoT Hub does not offer this over HTTPS");
        };
    }

    private Optional<String> absentFromBackEnd(Transport transport) {
        if (this == HUB_MESSAGE) {
            return transport == Transport.HTTPS ? Optional.of("the SDKs send messages over AMQP") : Optional.empty();
        }
        return transport == Transport.HTTPS
                ? Optional.empty()
                : Optional.of("IoT Hub offers this to back ends over HTTPS");
    }
}
