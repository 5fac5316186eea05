package dev.caravan.emulator.dps;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.amqp.ByHost;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.mqtt.MqttSite;

/** One DPS instance: its state, and its APIs for the transports. Safe for all threads. */
public final class ProvisioningService {

    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final Setup setup;
    private final EnrollmentStore store = new EnrollmentStore();
    private final RegistrationStore registrations = new RegistrationStore();
    private final ServiceApi serviceApi;
    private final DeviceApi deviceApi;
    private final DeviceDoor deviceDoor;
    private final AmqpDoor amqpDoor;

    /**
     * What an instance is made of.
     *
     * @param host the service's own host name, lower case
     * @param globalHost the device API's host name, lower case
     * @param linkedHubs host names of the hubs it may assign, lower case, in a fixed order
     * @param policyKey key of the policy {@code provisioningserviceowner}
     */
    public record Setup(String host, String globalHost, String idScope, List<String> linkedHubs, byte[] policyKey) {}

    /** A service without enrollments. */
    public ProvisioningService(Setup setup, Hubs hubs, Gate gate, Clock clock, Random random) {
        this.setup = setup;
        var stamps = new Stamps(clock);
        var errors = new Errors(stamps, random);
        var reader = new EnrollmentReader(Set.copyOf(setup.linkedHubs()));
        var enrollments = new Enrollments(store, registrations, reader, stamps);
        this.serviceApi = new ServiceApi(
                new ServiceOperations(store, registrations, enrollments),
                new SharedAccessPolicy(setup.policyKey(), clock),
                errors,
                gate);
        var assignment = new Assignment(setup.linkedHubs(), hubs, stamps, () -> operationId(random, errors));
        var registrar = new Registrar(setup.idScope(), store, registrations, assignment, stamps);
        var delay = new DeviceApi.ReplyDelay(random);
        this.deviceApi = new DeviceApi(registrar, errors, gate, delay);
        this.deviceDoor = new DeviceDoor(setup, registrar, errors, gate, delay);
        this.amqpDoor = new AmqpDoor(setup.idScope(), hosts(), registrar, errors, gate, delay);
    }

    /** The form of the recordings; opaque to clients. */
    private static String operationId(Random random, Errors errors) {
        return "5.%016x.%s".formatted(random.nextLong(), errors.guid());
    }

    /** What a service client connects with; a secret. */
    public String connectionString() {
        return "HostName=" + setup.host() + ";SharedAccessKeyName=" + SharedAccessPolicy.NAME + ";SharedAccessKey="
                + Base64.getEncoder().encodeToString(setup.policyKey());
    }

    /** Both APIs over HTTPS; the service API not on the global host (inferred). */
    public HttpSite site() {
        return (call, exchange) -> {
            if (DeviceApi.isMeant(call) && !call.segments().get(0).equals("enrollments")) {
                deviceApi.serve(call, exchange);
            } else if (call.host().equals(setup.globalHost())) {
                exchange.answer(Answer.empty(404));
            } else {
                serviceApi.serve(call, exchange);
            }
        };
    }

    private Set<String> hosts() {
        return Set.of(setup.host(), setup.globalHost());
    }

    /** The device API over AMQP for the connections that name one of its hosts, the other site for all others. */
    public AmqpSite amqpBefore(AmqpSite others) {
        return new ByHost(hosts(), amqpDoor, others);
    }

    /** The device API over MQTT for the connections whose user name says so, the other site for all others. */
    public MqttSite mqttBefore(MqttSite others) {
        return (request, link) -> (DeviceDoor.isMeant(request.userName()) ? deviceDoor : others).connect(request, link);
    }

    /** All enrollments by registrationId, each with its certificate. */
    public ObjectNode showEnrollments() {
        var shown = Json.object();
        store.page(-1, EVERYTHING).forEach(each -> shown.set(each.registrationId(), show(each)));
        return shown;
    }

    /** One enrollment as stored, and the certificate the service never shows. */
    public Optional<ObjectNode> showEnrollment(String id) {
        return store.find(id).map(this::show);
    }

    private ObjectNode show(Enrollment enrollment) {
        var shown = enrollment.show(registrations.stateOf(enrollment.registrationId()));
        enrollment
                .attestation()
                .certificates()
                .findFirst()
                .ifPresent(first -> shown.put("certificate", Base64.getEncoder().encodeToString(first.der())));
        return shown;
    }

    /** All registration records by registrationId. */
    public ObjectNode showRegistrations() {
        var shown = Json.object();
        List.copyOf(registrations.all()).forEach(each -> shown.set(each.registrationId(), each.show()));
        return shown;
    }

    /** One registration record. */
    public Optional<ObjectNode> showRegistration(String id) {
        return registrations.find(id).map(Registration::show);
    }

    /** How many there are of what, without looking at each. */
    public ObjectNode summary() {
        var shown = Json.object();
        shown.set("enrollments", Json.object().put("enabled", store.enabled()).put("disabled", store.disabled()));
        return shown.put("registrations", registrations.count());
    }

    /** Forgets all enrollments and registrations. */
    public void reset() {
        store.clear();
        registrations.clear();
    }
}
