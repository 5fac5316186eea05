package dev.caravan.benchmark.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkOperationMode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;

/** Issues certificates and enrolls their boards, disabled, ten a call, with the vendor's service client. */
public record Pipeline(String connectionString, String hub, Leaves leaves, ExecutorService threads, int workers) {

    private static final int BULK = 10;

    private interface Call {
        /** Does the work of the boards from a number up to, not including, another. */
        void make(ProvisioningServiceClient client, int from, int to) throws ProvisioningServiceClientException;
    }

    /** Seconds that it took to issue and enroll so many boards; ends with an exception at the first call that fails. */
    public double seconds(String prefix, int boards) {
        return seconds(boards, BULK, (client, from, to) -> {
            List<IndividualEnrollment> bulk = new ArrayList<>();
            for (var number = from; number < to; number++) {
                bulk.add(enrollment(prefix + number));
            }
            enroll(client, bulk);
        });
    }

    /** As {@link #seconds(String, int)}, with a call for each board, as vendor samples make it. */
    public double oneByOneSeconds(String prefix, int boards) {
        return seconds(
                boards, 1, (client, from, to) -> client.createOrUpdateIndividualEnrollment(enrollment(prefix + from)));
    }

    /** Seconds that it took to read so many enrollments one by one. */
    double readSeconds(String prefix, int boards) {
        return seconds(boards, 1, (client, from, to) -> client.getIndividualEnrollment(prefix + from));
    }

    private double seconds(int boards, int step, Call call) {
        var next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        var started = System.nanoTime();
        for (var worker = 0; worker < workers; worker++) {
            running.add(threads.submit(() -> work(boards, step, call, next)));
        }
        running.forEach(Pipeline::await);
        return (System.nanoTime() - started) / 1e9;
    }

    private void work(int boards, int step, Call call, AtomicInteger next) {
        var client = new ProvisioningServiceClient(connectionString);
        try {
            for (var from = next.getAndAdd(step); from < boards; from = next.getAndAdd(step)) {
                call.make(client, from, Math.min(boards, from + step));
            }
        } catch (ProvisioningServiceClientException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private IndividualEnrollment enrollment(String id) {
        var enrollment = new IndividualEnrollment(id, X509Attestation.createFromClientCertificates(leaves.issue(id)));
        enrollment.setDeviceId(id);
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(hub));
        return enrollment;
    }

    private static void enroll(ProvisioningServiceClient client, List<IndividualEnrollment> bulk)
            throws ProvisioningServiceClientException {
        var answer = client.runBulkEnrollmentOperation(BulkOperationMode.CREATE, bulk);
        if (!answer.getSuccessful()) {
            throw new IllegalStateException(answer.toString());
        }
    }

    private static void await(Future<?> running) {
        try {
            running.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
