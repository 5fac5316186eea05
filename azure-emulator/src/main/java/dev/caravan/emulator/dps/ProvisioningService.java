package dev.caravan.emulator.dps;

import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.HttpSite;

/** One DPS instance: its state, and its APIs for the transports. Safe for all threads. */
public final class ProvisioningService {

    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final Setup setup;
    private final EnrollmentStore store = new EnrollmentStore();
    private final RegistrationStore registrations = new RegistrationStore();
    private final ServiceApi serviceApi;

    /**
     * What an instance is made of.
     *
     * @param host the service's own host name, lower case
     * @param globalHost the device API's host name, lower case
     * @param linkedHubs host names of the hubs it may assign, lower case
     * @param policyKey key of the policy {@code provisioningserviceowner}
     */
    public record Setup(String host, String globalHost, String idScope, Set<String> linkedHubs, byte[] policyKey) {}

    /** A service without enrollments. */
    public ProvisioningService(Setup setup, Gate gate, Clock clock, Random random) {
        this.setup = setup;
        var stamps = new Stamps(clock);
        var errors = new Errors(stamps, random);
        var reader = new EnrollmentReader(setup.linkedHubs());
        var enrollments = new Enrollments(store, registrations, reader, stamps);
        this.serviceApi = new ServiceApi(
                new ServiceOperations(store, registrations, enrollments),
                new SharedAccessPolicy(setup.policyKey(), clock),
                errors,
                gate);
    }

    /** What a service client connects with; a secret. */
    public String connectionString() {
        return "HostName=" + setup.host() + ";SharedAccessKeyName=" + SharedAccessPolicy.NAME + ";SharedAccessKey="
                + Base64.getEncoder().encodeToString(setup.policyKey());
    }

    /** Both APIs over HTTPS; the service API not on the global host (inferred). */
    public HttpSite site() {
        return (call, exchange) -> {
            if (call.host().equals(setup.globalHost())) {
                exchange.answer(Answer.empty(404));
            } else {
                serviceApi.serve(call, exchange);
            }
        };
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
