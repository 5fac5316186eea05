package dev.caravan.benchmark.hub;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;

/** What a script does with the vendor's client: read the enrollment, enable it, put it back. No ledger, no second read. */
final class BareSdk implements AutoCloseable {

    private final BlockingQueue<ProvisioningServiceClient> clients;
    private final ExecutorService threads;
    private final String hub;

    /** @param clients calls side by side, for each client makes one at a time */
    BareSdk(String connection, String hub, int clients) {
        this.hub = hub;
        this.clients = new ArrayBlockingQueue<>(clients);
        this.threads = Executors.newFixedThreadPool(clients);
        for (var client = 0; client < clients; client++) {
            this.clients.add(new ProvisioningServiceClient(connection));
        }
    }

    CompletableFuture<?> activate(String board) {
        return CompletableFuture.runAsync(() -> getAndPut(board), threads);
    }

    private void getAndPut(String board) {
        var client = clients.remove();
        try {
            var enrollment = client.getIndividualEnrollment(board);
            enrollment.setProvisioningStatus(ProvisioningStatus.ENABLED);
            enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
            enrollment.setIotHubs(List.of(hub));
            enrollment.setInitialTwin(new TwinState(
                    new TwinCollection(Map.of("site", "Brno")), new TwinCollection(Map.of("interval", 30))));
            client.createOrUpdateIndividualEnrollment(enrollment);
        } catch (ProvisioningServiceClientException failure) {
            throw new IllegalStateException(failure);
        } finally {
            clients.add(client);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
