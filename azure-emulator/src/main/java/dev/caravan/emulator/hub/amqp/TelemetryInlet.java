package dev.caravan.emulator.hub.amqp;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.Settlement;

/** What a device sends to the cloud; the outcome says what became of it. */
record TelemetryInlet(Device device, Wire wire, String address, Runnable whenClosed) implements Inlet {

    @Override
    public void received(AmqpMessage message, Settlement settlement) {
        wire.pass(
                DeviceCalls.TELEMETRY,
                device.id(),
                address,
                () -> {
                    wire.hub().receive(device, AmqpProperties.read(message), message.body());
                    return settlement::accept;
                },
                error -> settlement.reject(AmqpErrors.of(wire.hub(), error)));
    }

    @Override
    public void closed() {
        whenClosed.run();
    }
}
