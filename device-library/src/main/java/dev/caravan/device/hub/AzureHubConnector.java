package dev.caravan.device.hub;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.RetryDecision;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.outbound.OutboundProxy;

/**
 * Opens sessions with Azure's own client: MQTT, or MQTT over WebSocket where an HTTP proxy stands in the way.
 *
 * <p>The client's own reconnecting is switched off. It would try again every few seconds even when the hub refuses the device,
 * and it would never ask the provisioning service; the owner of the session does both better.
 */
public final class AzureHubConnector implements HubConnector {

    private final Outbound outbound;
    private final HubTimes times;

    public AzureHubConnector(Outbound outbound, HubTimes times) {
        this.outbound = outbound;
        this.times = times;
    }

    @Override
    public HubSession open(DeviceIdentity identity, Assignment assignment, HubListener listener)
            throws HubException, InterruptedException {
        DeviceClient client = new DeviceClient(connectionString(assignment), protocol(), options(identity));
        client.setRetryPolicy((attempt, cause) -> new RetryDecision(false, 0));
        client.setOperationTimeout(times.acknowledgement().toMillis());
        AzureHubSession session = new AzureHubSession(client, times);
        try {
            session.open(listener);
            return session;
        } catch (IotHubClientException e) {
            session.close();
            throw HubFailures.translate(e);
        } catch (HubException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static String connectionString(Assignment assignment) {
        String deviceId = URLEncoder.encode(assignment.deviceId(), StandardCharsets.UTF_8);
        return "HostName=" + assignment.hub() + ";DeviceId=" + deviceId + ";x509=true";
    }

    private IotHubClientProtocol protocol() {
        return outbound.proxy() instanceof OutboundProxy.Http
                ? IotHubClientProtocol.MQTT_WS
                : IotHubClientProtocol.MQTT;
    }

    private ClientOptions options(DeviceIdentity identity) {
        var options = ClientOptions.builder().sslContext(outbound.tls(identity));
        if (outbound.proxy() instanceof OutboundProxy.Http http) {
            options.proxySettings(
                    new ProxySettings(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(http.host(), http.port()))));
        }
        return options.build();
    }
}
