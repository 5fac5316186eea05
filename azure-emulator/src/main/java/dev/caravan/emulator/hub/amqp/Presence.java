package dev.caravan.emulator.hub.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.hub.Connection;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.wire.amqp.AmqpError;
import dev.caravan.emulator.wire.amqp.IncomingLink;
import dev.caravan.emulator.wire.amqp.OutgoingLink;

/** One device on a connection, from its first link to its last. On the connection's thread, except where stated. */
final class Presence implements Connection {

    /** Documented for messages to the cloud; answers to methods and patches are smaller and judged by their own limits. */
    private static final int LARGEST_MESSAGE = 256 * 1024;

    private final Device device;
    private final Wire wire;
    private final BiConsumer<Presence, AmqpError> expelled;
    private final Consumer<Presence> left;
    private final TwinNode twin;
    private final MethodNode methods;
    private final List<MailOutlet> mail = new ArrayList<>();
    private final List<Consumer<AmqpError>> links = new ArrayList<>();

    /**
     * A device without links yet.
     *
     * @param expelled told when the hub throws the device out
     * @param left told when the device closed its last link
     */
    Presence(Device device, Wire wire, BiConsumer<Presence, AmqpError> expelled, Consumer<Presence> left) {
        this.device = device;
        this.wire = wire;
        this.expelled = expelled;
        this.left = left;
        this.twin = new TwinNode(device, wire);
        this.methods = new MethodNode(device, wire);
    }

    Device device() {
        return device;
    }

    void sending(Address.Kind kind, String address, IncomingLink link) {
        Runnable gone = arrived(link::detach);
        switch (kind) {
            case TELEMETRY -> link.accept(LARGEST_MESSAGE, new TelemetryInlet(device, wire, address, gone));
            case TWIN -> link.accept(LARGEST_MESSAGE, twin.inlet(address, gone));
            case METHODS -> link.accept(LARGEST_MESSAGE, methods.inlet(address, gone));
            default -> link.detach(AmqpErrors.of(wire.hub(), HubError.invalid("Nothing is sent to " + address)));
        }
    }

    void receiving(Address.Kind kind, String address, OutgoingLink link) {
        Runnable gone = arrived(link::detach);
        switch (kind) {
            case MAIL -> deliver(link, gone);
            case TWIN -> {
                link.accept(() -> {
                    twin.answerNoMoreTo(link);
                    gone.run();
                });
                twin.answerTo(link);
            }
            case METHODS -> {
                link.accept(() -> {
                    methods.callNoMoreOn(link);
                    gone.run();
                });
                methods.callOn(link);
            }
            default -> link.detach(AmqpErrors.of(wire.hub(), HubError.invalid("Nothing comes from " + address)));
        }
    }

    private void deliver(OutgoingLink link, Runnable gone) {
        var outlet = new MailOutlet(device, link);
        mail.add(outlet);
        link.accept(() -> {
            outlet.end();
            mail.remove(outlet);
            gone.run();
        });
        outlet.deliver();
    }

    private Runnable arrived(Consumer<AmqpError> detach) {
        links.add(detach);
        return () -> {
            links.remove(detach);
            if (links.isEmpty()) {
                device.detach(this);
                left.accept(this);
            }
        };
    }

    /** All its links are detached with the reason. */
    void detach(AmqpError why) {
        List.copyOf(links).forEach(detach -> detach.accept(why));
    }

    /** Any thread. */
    @Override
    public void closed(Closing why) {
        wire.connection().execute(() -> expelled.accept(this, reason(why)));
    }

    private AmqpError reason(Closing why) {
        var hub = wire.hub();
        return switch (why) {
            case REPLACED ->
                AmqpErrors.with(
                        hub,
                        Conditions.REPLACED,
                        HubError.of(409, 409002, "LinkCreationConflict", "A newer connection took this one's place."));
            case DISABLED -> AmqpErrors.of(hub, HubError.of(403, 403012, "DeviceDisabled", "Device is disabled"));
            case REMOVED -> AmqpErrors.of(hub, HubError.noDevice(device.id()));
        };
    }

    /** Any thread. */
    @Override
    public void mailArrived() {
        wire.connection().execute(() -> List.copyOf(mail).forEach(MailOutlet::deliver));
    }

    /** Any thread. */
    @Override
    public void desiredChanged(ObjectNode change) {
        twin.desiredChanged(change);
    }

    /** Any thread. */
    @Override
    public boolean methodCalled(MethodCall call) {
        return methods.call(call);
    }
}
