package dev.caravan.device.registration;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClient;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientTransportProtocol;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceClientException;

import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.outbound.OutboundProxy;

/**
 * Registers with Azure's own client.
 *
 * <p>The client has no overall limit, can miss its own wake-up, and on some answers never calls back, so every attempt gets a
 * new client, a deadline of ours, and sockets that are closed when it ends. One thing is out of reach: an HTTPS connection to a
 * proxy that accepts and then says nothing is ended by the JVM's own {@code sun.net.client.defaultConnectTimeout}; set it.
 */
public final class DpsRegistrar implements Registrar {

    private final DpsSettings settings;
    private final Outbound outbound;
    private final OutcomeReading reading;

    public DpsRegistrar(DpsSettings settings, Outbound outbound, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.outbound = outbound;
        this.reading = new OutcomeReading(settings, clock, random);
    }

    @Override
    public RegistrationOutcome register(DeviceIdentity identity) throws InterruptedException {
        TetheredTls tls = TetheredTls.around(outbound.tls(identity));
        ProvisioningDeviceClient client = null;
        try {
            client = ProvisioningDeviceClient.create(
                    settings.globalEndpoint(), settings.idScope(), protocol(), new DeviceSecurity(identity, tls));
            return withWay(answerOf(client));
        } catch (ProvisioningDeviceClientException e) {
            return withWay(reading.read(e));
        } finally {
            if (client != null) {
                client.close();
            }
            tls.closeSockets();
        }
    }

    private RegistrationOutcome answerOf(ProvisioningDeviceClient client)
            throws ProvisioningDeviceClientException, InterruptedException {
        var answer = new CompletableFuture<RegistrationOutcome>();
        client.registerDevice((result, failure, context) -> answer.complete(reading.read(result, failure)), null);
        try {
            return answer.get(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RegistrationOutcome.Unreachable("no answer from " + settings.globalEndpoint() + " within "
                    + settings.deadline().toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private RegistrationOutcome withWay(RegistrationOutcome outcome) {
        return outcome instanceof RegistrationOutcome.Unreachable unreachable
                ? new RegistrationOutcome.Unreachable(unreachable.cause() + outbound.byWayOf())
                : outcome;
    }

    private ProvisioningDeviceClientTransportProtocol protocol() {
        boolean https =
                settings.transport() == DpsSettings.Transport.HTTPS || outbound.proxy() instanceof OutboundProxy.Http;
        return https ? ProvisioningDeviceClientTransportProtocol.HTTPS : ProvisioningDeviceClientTransportProtocol.MQTT;
    }
}
