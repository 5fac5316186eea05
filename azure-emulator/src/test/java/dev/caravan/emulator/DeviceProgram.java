package dev.caravan.emulator;

import java.io.File;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.IotHubConnectionStatus;
import com.microsoft.azure.sdk.iot.device.twin.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;

/** The Java device SDK, unchanged: does everything a device does, then waits for the cloud to do the rest. */
public final class DeviceProgram {

    private static final int REPLY_MILLIS = 5_000;

    private DeviceProgram() {}

    /** Connection string, protocol, PKCS#12 file or "", proxy address and port or "". */
    public static void main(String[] arguments) throws Exception {
        var options = ClientOptions.builder();
        if (!arguments[2].isEmpty()) {
            options.sslContext(tls(arguments[2]));
        }
        if (!arguments[3].isEmpty()) {
            var address = new InetSocketAddress(arguments[3], Integer.parseInt(arguments[4]));
            options.proxySettings(new ProxySettings(new Proxy(Proxy.Type.HTTP, address)));
        }
        var device = new DeviceClient(arguments[0], IotHubClientProtocol.valueOf(arguments[1]), options.build());
        try {
            run(device);
        } catch (Exception failure) {
            say("failed " + failure);
            failure.printStackTrace(System.out);
        }
        device.close();
        say("closed");
        Runtime.getRuntime().halt(0);
    }

    private static void run(DeviceClient device) throws Exception {
        var lost = new CountDownLatch(1);
        device.setConnectionStatusChangeCallback(
                change -> {
                    say("status " + change.getNewStatus() + " " + change.getCause());
                    if (change.getNewStatus() != IotHubConnectionStatus.CONNECTED) {
                        lost.countDown();
                    }
                },
                null);
        device.setMessageCallback(
                (message, context) -> {
                    say("mail " + new String(message.getBytes(), StandardCharsets.UTF_8) + " "
                            + message.getProperty("kind"));
                    return IotHubMessageResult.COMPLETE;
                },
                null);
        device.open(false);
        say("open");
        var message = new Message("{\"temperature\":21.5}");
        message.setProperty("machine", "press & sons = 100%");
        message.setMessageId("m-1");
        message.setContentType("application/json");
        message.setContentEncoding("utf-8");
        device.sendEvent(message);
        say("sent");
        device.subscribeToDesiredProperties(
                (twin, context) -> say("desired " + Map.copyOf(twin.getDesiredProperties())), null);
        device.subscribeToMethods(
                (method, payload, context) -> {
                    say("method " + method + " " + payload.getPayloadAsJsonString());
                    return new DirectMethodResponse(201, Map.of("done", true));
                },
                null);
        say("twin " + Map.copyOf(answered(() -> device.getTwin(REPLY_MILLIS)).getDesiredProperties()));
        var reported = new TwinCollection();
        reported.put("firmware", "1.0");
        say("reported "
                + answered(() -> device.updateReportedProperties(reported, REPLY_MILLIS))
                        .getVersion());
        lost.await();
    }

    /**
     * Asks again when no answer comes: the SDK loses about one in a hundred on every transport (seen). One of its threads
     * forgets who waits for an answer as soon as it has acknowledged it, and another may only then want to know.
     */
    private static <T> T answered(Callable<T> question) throws Exception {
        while (true) {
            try {
                return question.call();
            } catch (IotHubClientException lost) {
                if (lost.getStatusCode() != IotHubStatusCode.DEVICE_OPERATION_TIMED_OUT) {
                    throw lost;
                }
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static SSLContext tls(String file) throws Exception {
        var password = "test".toCharArray();
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(new File(file), password), password);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init((KeyStore) null);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
