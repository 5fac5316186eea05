package dev.caravan.enrollment;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkOperationMode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QuerySpecification;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientNotFoundException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTooManyRequestsException;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.DpsSettings.BulkCountsAs;

/**
 * DPS through Microsoft's {@code provisioning-service-client}. One client serialises its calls, so there are several. What
 * the client lacks is supplied here: quota, circuit breaker, connect time-out, Retry-After, and failures as types.
 */
public final class SdkDps implements Dps {

    /** The service knows no condition: any other text gives all enrollments as well, or an error. */
    private static final QuerySpecification QUERY = new QuerySpecification("SELECT * FROM enrollments");

    private final BlockingQueue<ProvisioningServiceClient> bulkClients;
    private final BlockingQueue<ProvisioningServiceClient> activationClients;
    private final BulkCountsAs bulkCountsAs;
    private final DpsBudget budget;
    private final DpsBreaker breaker;
    private final SdkFailures failures;
    private final Clock clock;
    private final ClockWatch clockWatch;

    private SdkDps(ServiceConnection connection, DpsSettings settings, Clock clock, RandomGenerator random) {
        this.bulkClients = clients(connection, settings.clients());
        this.activationClients = clients(connection, settings.clients());
        this.bulkCountsAs = settings.bulkCountsAs();
        this.breaker = new DpsBreaker(settings.outagePause(), clock, System::nanoTime);
        this.budget = new DpsBudget(settings.operationsPerMinute(), settings.reconciliationPercent(), clock);
        this.failures = new SdkFailures(connection.host(), settings.throttlePause(), random);
        this.clock = clock;
        this.clockWatch = new ClockWatch(clock, System::nanoTime);
        ResponseHeaders.watch(connection.host(), clock);
    }

    private static BlockingQueue<ProvisioningServiceClient> clients(ServiceConnection connection, int count) {
        var clients = new ArrayBlockingQueue<ProvisioningServiceClient>(count);
        for (var client = 0; client < count; client++) {
            clients.add(connection.client());
        }
        return clients;
    }

    /**
     * Reads the connection string; makes no call.
     *
     * @throws IllegalArgumentException if the file is missing or is no connection string; the message never holds its
     *     content
     */
    public static Dps connect(DpsSettings settings, Clock clock, RandomGenerator random) {
        System.setProperty(
                "sun.net.client.defaultConnectTimeout",
                Long.toString(settings.connectTimeout().toMillis()));
        // The JVM would otherwise send a request again by itself when a kept-alive connection dies.
        System.setProperty("sun.net.http.retryPost", "false");
        System.setProperty("http.maxConnections", Integer.toString(2 * settings.clients()));
        return new SdkDps(ServiceConnection.read(settings.connectionStringFile()), settings, clock, random);
    }

    @Override
    public void sharedBy(int hubs) {
        budget.sharedBy(hubs);
    }

    @Override
    public Map<BoardGuid, ItemRefusal> createDisabled(List<Board> boards) {
        if (boards.isEmpty() || boards.size() > BULK_LIMIT) {
            throw new IllegalArgumentException(
                    "a bulk call carries 1 to " + BULK_LIMIT + " boards, not " + boards.size());
        }
        var enrollments = boards.stream().map(EnrollmentForm::disabled).toList();
        return call(
                Precedence.BULK,
                bulkCountsAs == BulkCountsAs.ITEMS ? boards.size() : 1,
                client -> EnrollmentForm.refusals(
                        client.runBulkEnrollmentOperation(BulkOperationMode.CREATE, enrollments)));
    }

    @Override
    public Optional<StoredEnrollment> find(BoardGuid guid, Precedence precedence) {
        return call(precedence, 1, client -> {
            try {
                return Optional.of(EnrollmentForm.read(client.getIndividualEnrollment(guid.value())));
            } catch (ProvisioningServiceClientNotFoundException absent) {
                return Optional.empty();
            } catch (IllegalArgumentException strange) {
                return Optional.of(EnrollmentForm.ofAnotherKind(strange));
            }
        });
    }

    @Override
    public StoredEnrollment enable(Board board, Activation activation, String etag) {
        var enrollment = EnrollmentForm.enabled(board, activation, etag);
        return call(
                Precedence.ACTIVATION,
                1,
                client -> EnrollmentForm.read(client.createOrUpdateIndividualEnrollment(enrollment)));
    }

    @Override
    public StoredEnrollment disable(Board board, @Nullable String etag) {
        var enrollment = EnrollmentForm.disabled(board);
        enrollment.setEtag(etag);
        return call(
                Precedence.RECONCILIATION,
                1,
                client -> EnrollmentForm.read(client.createOrUpdateIndividualEnrollment(enrollment)));
    }

    @Override
    public StoredEnrollment close(Board board, String etag) {
        var enrollment = EnrollmentForm.closed(board, etag);
        return call(
                Precedence.ACTIVATION,
                1,
                client -> EnrollmentForm.read(client.createOrUpdateIndividualEnrollment(enrollment)));
    }

    @Override
    public void delete(BoardGuid guid, String etag) {
        call(Precedence.ACTIVATION, 1, client -> {
            client.deleteIndividualEnrollment(guid.value(), etag);
            return true;
        });
    }

    @Override
    public boolean forgetRegistration(BoardGuid guid) {
        return call(Precedence.ACTIVATION, 1, client -> {
            try {
                client.deleteDeviceRegistrationState(guid.value());
                return true;
            } catch (ProvisioningServiceClientNotFoundException absent) {
                return false;
            }
        });
    }

    @Override
    public EnrollmentPage page(@Nullable String continuation, int size) {
        return call(Precedence.RECONCILIATION, 1, client -> {
            var query = client.createIndividualEnrollmentQuery(QUERY, size);
            try {
                return EnrollmentForm.page(continuation == null ? query.next() : query.next(continuation));
            } catch (IllegalArgumentException failed) {
                throw failures.ofQuery(failed);
            }
        });
    }

    @Override
    public Registration registration(BoardGuid guid) {
        return call(Precedence.FIRST_BOOTS, 1, client -> {
            try {
                return EnrollmentForm.registration(client.getDeviceRegistrationState(guid.value()));
            } catch (ProvisioningServiceClientNotFoundException never) {
                return new Registration.NotYet();
            }
        });
    }

    private interface Call<T> {
        T on(ProvisioningServiceClient client) throws ProvisioningServiceClientException;
    }

    private <T> T call(Precedence precedence, int operations, Call<T> call) {
        breaker.check();
        budget.take(precedence, operations);
        return breaker.guard(() -> {
            var clients = precedence == Precedence.ACTIVATION ? activationClients : bulkClients;
            var client = take(clients);
            try {
                return ask(client, call);
            } finally {
                clients.add(client);
            }
        });
    }

    private <T> T ask(ProvisioningServiceClient client, Call<T> call) {
        ResponseHeaders.expectAnswer();
        var sent = clock.instant();
        try {
            var answer = call.on(client);
            budget.answered();
            return answer;
        } catch (ProvisioningServiceClientTooManyRequestsException throttled) {
            var later = failures.throttled(throttled);
            budget.throttled(later);
            throw later;
        } catch (ProvisioningServiceClientException failure) {
            throw failures.translate(failure);
        } finally {
            ResponseHeaders.date().ifPresent(there -> clockWatch.answered(sent, there));
        }
    }

    @Override
    public Optional<Outage> outage() {
        return breaker.outage();
    }

    @Override
    public Optional<Throttling> throttling() {
        return budget.throttling();
    }

    @Override
    public Optional<WrongClock> wrongClock() {
        return clockWatch.wrongClock();
    }

    private static ProvisioningServiceClient take(BlockingQueue<ProvisioningServiceClient> clients) {
        try {
            return clients.take();
        } catch (InterruptedException stopping) {
            throw Waiting.stopped(stopping);
        }
    }
}
