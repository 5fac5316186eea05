package dev.caravan.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.MultiplexingClient;

/** The Java device SDK, unchanged: several devices on one connection, each sends a message. */
public final class MultiplexingProgram {

    private MultiplexingProgram() {}

    /** Host name of the hub, then connection strings of devices. */
    public static void main(String[] arguments) throws Exception {
        List<DeviceClient> devices = new ArrayList<>();
        for (var i = 1; i < arguments.length; i++) {
            devices.add(new DeviceClient(arguments[i], IotHubClientProtocol.AMQPS));
        }
        var client = new MultiplexingClient(arguments[0], IotHubClientProtocol.AMQPS);
        try {
            client.registerDeviceClients(devices);
            client.open(false);
            System.out.println("open");
            for (var device : devices) {
                device.setConnectionStatusChangeCallback(
                        change -> System.out.println(
                                "status " + device.getConfig().getDeviceId() + " " + change.getNewStatus()),
                        null);
                device.sendEvent(new Message("hello"));
            }
            System.out.println("sent");
            new CountDownLatch(1).await();
        } catch (Exception failure) {
            System.out.println("failed " + failure);
            failure.printStackTrace(System.out);
        }
        Runtime.getRuntime().halt(0);
    }
}
