package dev.caravan.device.hub;

import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.ConnectionStatusChangeContext;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubConnectionStatusChangeReason;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;

/** A {@link DeviceClient} with time limits on everything, and twin requests one at a time. */
final class AzureHubSession implements HubSession {

    private final DeviceClient client;
    private final HubTimes times;
    private final Object oneTwinRequest = new Object();
    private final CompletableFuture<HubException> ended = new CompletableFuture<>();

    AzureHubSession(DeviceClient client, HubTimes times) {
        this.client = client;
        this.times = times;
    }

    void open(HubListener listener) throws IotHubClientException, HubException, InterruptedException {
        client.setConnectionStatusChangeCallback(this::statusChanged, null);
        client.setMessageCallback(
                (message, context) -> listener.onMessage(HubMessages.fromCloud(message))
                        ? IotHubMessageResult.COMPLETE
                        : IotHubMessageResult.ABANDON,
                null);
        client.open(false);
        // The client refuses every twin request before this subscription, whether or not somebody listens.
        client.subscribeToDesiredProperties(
                (twin, context) -> listener.onDesired(TwinReading.change(twin)), null, times.acknowledgementMillis());
    }

    private void statusChanged(ConnectionStatusChangeContext change) {
        if (change.getNewStatus() == IotHubConnectionStatus.DISCONNECTED
                && change.getNewStatusReason() != IotHubConnectionStatusChangeReason.CLIENT_CLOSE) {
            boolean badCredential = change.getNewStatusReason() == IotHubConnectionStatusChangeReason.BAD_CREDENTIAL;
            ended.complete(HubFailures.ended(badCredential, change.getCause()));
        }
    }

    @Override
    public void send(Telemetry telemetry) throws HubException, InterruptedException {
        Message message = HubMessages.toCloud(telemetry);
        try {
            client.sendEvent(message, times.acknowledgementMillis());
        } catch (IotHubClientException e) {
            throw HubFailures.translate(e);
        } catch (IllegalStateException e) {
            throw new HubException.Unavailable("the session with the IoT hub is closed", e);
        }
    }

    @Override
    public TwinDocument twin() throws HubException, InterruptedException {
        return repeated(() -> TwinReading.document(client.getTwin(times.twinReplyMillis())));
    }

    /** A merge repeated is the same merge, so a lost reply may be asked for again here too. */
    @Override
    public long report(ObjectNode patch) throws HubException, InterruptedException {
        var reported = TwinReading.collection(patch);
        return repeated(() -> {
            Integer version = client.updateReportedProperties(reported, times.twinReplyMillis())
                    .getVersion();
            return version == null ? 0L : version.longValue();
        });
    }

    @FunctionalInterface
    private interface TwinRequest<T> {
        T send() throws IotHubClientException, InterruptedException;
    }

    private <T> T repeated(TwinRequest<T> request) throws HubException, InterruptedException {
        synchronized (oneTwinRequest) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return request.send();
                } catch (IotHubClientException e) {
                    if (attempt >= times.twinAttempts() || !HubFailures.isLostReply(e)) {
                        throw HubFailures.translate(e);
                    }
                } catch (IllegalStateException e) {
                    throw new HubException.Unavailable("the session with the IoT hub is closed", e);
                }
            }
        }
    }

    @Override
    public CompletableFuture<HubException> ended() {
        return ended;
    }

    @Override
    public void close() {
        client.close();
    }
}
