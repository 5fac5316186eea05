package dev.caravan.emulator.dps;

import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.amqp.ByHost;
import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.dps.access.Access;
import dev.caravan.emulator.dps.access.SharedAccessPolicy;
import dev.caravan.emulator.dps.admission.EnrollmentMatch;
import dev.caravan.emulator.dps.allocation.Allocator;
import dev.caravan.emulator.dps.allocation.CustomAllocation;
import dev.caravan.emulator.dps.allocation.LinkedHub;
import dev.caravan.emulator.dps.allocation.Links;
import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.device.AmqpDoor;
import dev.caravan.emulator.dps.device.DeviceApi;
import dev.caravan.emulator.dps.device.DeviceDoor;
import dev.caravan.emulator.dps.enrollment.Attestation.Certificates;
import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.EnrollmentChapter;
import dev.caravan.emulator.dps.enrollment.EnrollmentReader;
import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.enrollment.Enrollments;
import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.dps.issuing.IssuingAuthority;
import dev.caravan.emulator.dps.registration.Assignment;
import dev.caravan.emulator.dps.registration.OperationalCertificates;
import dev.caravan.emulator.dps.registration.Registrar;
import dev.caravan.emulator.dps.registration.Registration;
import dev.caravan.emulator.dps.registration.RegistrationStore;
import dev.caravan.emulator.dps.registration.Settlement;
import dev.caravan.emulator.dps.service.EnrollmentOperations;
import dev.caravan.emulator.dps.service.RegistrationOperations;
import dev.caravan.emulator.dps.service.ServiceApi;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.mqtt.MqttSite;

/** One DPS instance: its state, and its APIs for the transports. Safe for all threads. */
public final class ProvisioningService {

    private final Setup setup;
    private final Links links;
    private final List<SharedAccessPolicy> policies;
    private final VerifiedCertificates certificates = new VerifiedCertificates();
    private final EnrollmentStore individuals = new EnrollmentStore(Kind.INDIVIDUAL);
    private final EnrollmentStore groups = new EnrollmentStore(Kind.GROUP);
    private final RegistrationStore registrations = new RegistrationStore();
    private final Stamps stamps;
    private final ServiceApi serviceApi;
    private final DeviceApi deviceApi;
    private final DeviceDoor deviceDoor;
    private final AmqpDoor amqpDoor;

    /**
     * What an instance is made of.
     *
     * @param host the service's own host name, lower case
     * @param globalHost the device API's host name, lower case
     * @param linkedHubs the hubs it may assign, in the order of their distance from every device
     * @param secrets makes the keys of its policies, and those of enrollments that a client leaves to it
     */
    public record Setup(
            String host,
            String globalHost,
            String idScope,
            List<LinkedHub> linkedHubs,
            Terms terms,
            SecureRandom secrets) {}

    /** A service without enrollments. */
    public ProvisioningService(Setup setup, Hubs hubs, Gate gate, Clock clock, Random random, Changes changes) {
        this.setup = setup;
        this.links = new Links(setup.linkedHubs());
        this.policies = SharedAccessPolicy.create(setup.secrets());
        this.stamps = new Stamps(clock);
        var errors = new Errors(stamps, random);
        this.serviceApi = new ServiceApi(
                List.of(operations(individuals, stamps), operations(groups, stamps)),
                new RegistrationOperations(registrations),
                new Access(policies, clock),
                errors,
                stamps,
                gate);
        var authority = setup.terms().csrPreview() ? new IssuingAuthority(clock, setup.secrets()) : null;
        var assignment = new Assignment(
                registrations,
                allocator(setup.terms()),
                new Settlement(hubs, new OperationalCertificates(authority), stamps),
                stamps,
                () -> operationId(random, errors),
                changes);
        var matches = new EnrollmentMatch(setup.idScope(), individuals, groups, certificates, stamps);
        var registrar = new Registrar(
                matches,
                registrations,
                assignment,
                setup.terms().apiVersions(),
                setup.terms().retryAfterSeconds());
        var delay = new DeviceApi.ReplyDelay(random);
        this.deviceApi = new DeviceApi(registrar, errors, gate, delay);
        this.deviceDoor = new DeviceDoor(setup.idScope(), hosts(), registrar, errors, gate, delay);
        this.amqpDoor = new AmqpDoor(setup.idScope(), hosts(), registrar, errors, gate, delay);
    }

    private Allocator allocator(Terms terms) {
        return new Allocator(
                links, terms.allocation(), new CustomAllocation(Webhooks::client, terms.webhookPatience()));
    }

    /** Made when a webhook is first asked: it costs threads. */
    private static final class Webhooks {

        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        static HttpClient client() {
            return CLIENT;
        }
    }

    /** An individual enrollment shows its registration and takes it along when it goes (inferred); a group does not. */
    private EnrollmentOperations operations(EnrollmentStore store, Stamps stamps) {
        var individual = store.kind() == Kind.INDIVIDUAL;
        var reader = new EnrollmentReader(store.kind(), links::has, certificates, setup.secrets());
        var enrollments = new Enrollments(store, reader, stamps, individual ? registrations::forget : groupId -> {});
        return new EnrollmentOperations(store, enrollments, enrollment -> read(enrollment, Keys.OMITTED));
    }

    private ObjectNode read(Enrollment enrollment, Keys keys) {
        return enrollment.show(
                keys, enrollment.kind() == Kind.INDIVIDUAL ? registrations.stateOf(enrollment.id()) : null);
    }

    /** The form of the recordings; opaque to clients. */
    private static String operationId(Random random, Errors errors) {
        return "5.%016x.%s".formatted(random.nextLong(), errors.guid());
    }

    /** What a service client that may do everything connects with; a secret. */
    public String connectionString() {
        return policies.get(0).primaryConnectionString(setup.host());
    }

    /** The connection strings with the primary key, by name of policy; secrets. */
    public Map<String, String> connectionStrings() {
        Map<String, String> strings = new LinkedHashMap<>();
        policies.forEach(policy -> strings.put(policy.name(), policy.primaryConnectionString(setup.host())));
        return strings;
    }

    /** The same with the secondary key. */
    public Map<String, String> secondaryConnectionStrings() {
        Map<String, String> strings = new LinkedHashMap<>();
        policies.forEach(policy -> strings.put(policy.name(), policy.secondaryConnectionString(setup.host())));
        return strings;
    }

    /** Its own host name. */
    public String host() {
        return setup.host();
    }

    /** What devices name it by on the global host. */
    public String idScope() {
        return setup.idScope();
    }

    /** The hubs it may assign. */
    public Links links() {
        return links;
    }

    /** The enrollments of one kind. */
    public EnrollmentStore enrollments(Kind kind) {
        return kind == Kind.INDIVIDUAL ? individuals : groups;
    }

    /** The records of registrations. */
    public RegistrationStore registrations() {
        return registrations;
    }

    /** The authorities that enrollments may refer to by name. */
    public VerifiedCertificates certificates() {
        return certificates;
    }

    /** Both APIs over HTTPS; the service API not on the global host (inferred). */
    public HttpSite site() {
        return (call, exchange) -> {
            if (DeviceApi.isMeant(call) && !isOfService(call.segments().get(0))) {
                deviceApi.serve(call, exchange);
            } else if (call.host().equals(setup.globalHost())) {
                exchange.answer(Answer.empty(404));
            } else {
                serviceApi.serve(call, exchange);
            }
        };
    }

    private static boolean isOfService(String segment) {
        return Set.of(Kind.INDIVIDUAL.plural(), Kind.GROUP.plural(), "registrations")
                .contains(segment);
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

    /** All individual enrollments by registrationId, each with its certificate. */
    public ObjectNode showEnrollments() {
        var shown = Json.object();
        individuals.all().forEach(each -> shown.set(each.id(), show(each)));
        return shown;
    }

    /** One individual enrollment as stored, and the secrets the service never shows. */
    public Optional<ObjectNode> showEnrollment(String id) {
        return individuals.find(id).map(this::show);
    }

    /** All enrollment groups by enrollmentGroupId, with their keys. */
    public ObjectNode showGroups() {
        var shown = Json.object();
        groups.all().forEach(each -> shown.set(each.id(), show(each)));
        return shown;
    }

    /** One enrollment group as stored, with its keys. */
    public Optional<ObjectNode> showGroup(String id) {
        return groups.find(id).map(this::show);
    }

    private ObjectNode show(Enrollment enrollment) {
        var shown = read(enrollment, Keys.SHOWN);
        if (enrollment.attestation() instanceof Certificates certificate) {
            certificate
                    .all()
                    .findFirst()
                    .ifPresent(first ->
                            shown.put("certificate", Base64.getEncoder().encodeToString(first.der())));
        }
        return shown;
    }

    /** All registration records by registrationId. */
    public ObjectNode showRegistrations() {
        return showRegistrations(each -> true);
    }

    /** Those that are wanted, by registrationId. */
    public ObjectNode showRegistrations(Predicate<Registration> wanted) {
        var shown = Json.object();
        registrations.all().stream().filter(wanted).forEach(each -> shown.set(each.registrationId(), each.show()));
        return shown;
    }

    /** One registration record. */
    public Optional<ObjectNode> showRegistration(String id) {
        return registrations.find(id).map(Registration::show);
    }

    /** How many there are of what, without looking at each. */
    public ObjectNode summary() {
        var shown = Json.object();
        shown.set("enrollments", count(individuals));
        shown.set("enrollmentGroups", count(groups));
        return shown.put("registrations", registrations.count());
    }

    private static ObjectNode count(EnrollmentStore store) {
        return Json.object().put("enabled", store.enabled()).put("disabled", store.disabled());
    }

    /** Forgets all enrollments, registrations and verified certificates; links all hubs. Its policies keep their keys. */
    public void reset() {
        individuals.clear();
        groups.clear();
        registrations.clear();
        certificates.clear();
        links.reset();
    }

    /** All of the state, for a snapshot. Policies and their keys belong to the instance, not to what was done with it. */
    public List<Chapter> chapters() {
        return List.of(
                links.chapter(),
                certificates.chapter(),
                new EnrollmentChapter(individuals, stamps),
                new EnrollmentChapter(groups, stamps),
                registrations.chapter());
    }
}
