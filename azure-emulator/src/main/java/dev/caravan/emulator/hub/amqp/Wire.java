package dev.caravan.emulator.hub.amqp;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.wire.amqp.AmqpConnection;

/** A connection to a hub, whose every request goes through the gate. */
record Wire(Hub hub, AmqpConnection connection, Gate gate) {

    /**
     * One request of a device.
     *
     * @param work does it and gives what is to be sent; a {@link HubError} goes to {@code refused}, as a fault does
     */
    void pass(String operation, String deviceId, String address, Supplier<Runnable> work, Consumer<HubError> refused) {
        pass(operation, deviceId, address, deviceId, work, refused);
    }

    /** The same of somebody else, about a device. */
    void pass(
            String operation,
            String deviceId,
            String address,
            @Nullable String principal,
            Supplier<Runnable> work,
            Consumer<HubError> refused) {
        var attempt = DeviceCalls.attempt(operation, deviceId, "TRANSFER", address, principal)
                .at(hub.host());
        gate.pass(attempt, connection, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                try {
                    return new Reply(200, work.get());
                } catch (HubError error) {
                    return new Reply(error.status(), () -> refused.accept(error));
                }
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), () -> refused.accept(HubError.of(refusal)));
            }
        });
    }
}
