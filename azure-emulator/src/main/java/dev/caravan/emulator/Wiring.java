package dev.caravan.emulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.control.CertificateControl;
import dev.caravan.emulator.control.ControlSite;
import dev.caravan.emulator.control.FaultControl;
import dev.caravan.emulator.control.HubControl;
import dev.caravan.emulator.control.SnapshotControl;
import dev.caravan.emulator.control.StateControl;
import dev.caravan.emulator.dps.ProvisioningService;
import dev.caravan.emulator.fault.Faults;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.fault.ServiceClock;
import dev.caravan.emulator.fault.TlsFaults;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.Stamps;
import dev.caravan.emulator.hub.amqp.AmqpDoor;
import dev.caravan.emulator.hub.backend.BackEndSite;
import dev.caravan.emulator.hub.http.DeviceSite;
import dev.caravan.emulator.hub.mqtt.HubDoor;
import dev.caravan.emulator.page.PageSite;
import dev.caravan.emulator.page.State;
import dev.caravan.emulator.quota.Quota;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Snapshot;
import dev.caravan.emulator.snapshot.SnapshotFile;
import dev.caravan.emulator.wire.amqp.AmqpSite;
import dev.caravan.emulator.wire.http.FileSite;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.mqtt.MqttSite;
import dev.caravan.emulator.wire.tls.Handshakes;

/**
 * The services, joined: what answers behind each port.
 *
 * @param azure everything that speaks HTTPS under an Azure name
 * @param devices everything that speaks MQTT
 * @param amqp everything that speaks AMQP
 * @param files calls of the control port that may be of any size
 * @param snapshot where the state outlives the process, if it does
 * @param connectionStrings what back ends connect with, each under the name of its file; secrets
 * @param handshakes judges TLS before anybody knows what a connection is for
 * @param changes to be told when a connection has ended
 */
record Wiring(
        HttpSite azure,
        MqttSite devices,
        AmqpSite amqp,
        HttpSite control,
        FileSite files,
        Optional<SnapshotFile> snapshot,
        Map<String, String> connectionStrings,
        Handshakes handshakes,
        Changes changes) {

    /** Quota and history go by the right clock; what the services judge and stamp goes by one that faults may put wrong. */
    static Wiring of(EmulatorOptions options, Clock right, SecureRandom secure) {
        var clock = new ServiceClock(right);
        var changes = new Changes();
        var quota = new Quota(right);
        var history = new History(right);
        var faults = new Faults(options.seed());
        var gate = new Gate(quota, faults, history, clock, changes);
        var random = new Random(options.seed());
        var hubs = new Hubs(options.hubHosts(), new Stamps(clock, random, secure));
        var dps = new ProvisioningService(setup(options, secure), hubs, gate, clock, random, changes);

        var faultControl = new FaultControl(faults, quota, history, clock);
        var control = new ControlSite(
                new StateControl(dps, hubs, history, faultControl),
                new HubControl(hubs, dps.links(), random),
                new CertificateControl(dps.certificates(), hubs),
                faultControl,
                changes);
        var snapshot = new Snapshot(chapters(dps, hubs, faults, quota, clock));
        var file = Optional.ofNullable(options.snapshot()).map(path -> new SnapshotFile(path, snapshot));
        file.ifPresent(SnapshotFile::restore);
        begin(options.hardships(), faults, quota);
        return new Wiring(
                azure(options, dps.site(), new DeviceSite(hubs, gate, clock), new BackEndSite(hubs, gate, clock)),
                dps.mqttBefore(new HubDoor(hubs, gate, clock)),
                dps.amqpBefore(new AmqpDoor(hubs, gate, clock)),
                new PageSite(new State(dps, hubs, faults, quota, history, clock), control),
                new SnapshotControl(snapshot, file, changes),
                file,
                ConnectionStrings.of(dps, hubs),
                new TlsFaults(faults, history, changes),
                changes);
    }

    /** What this start asks for stands in the place of what a snapshot says of the same. */
    private static void begin(Hardships hardships, Faults faults, Quota quota) {
        if (!hardships.faults().isEmpty()) {
            faults.reset();
            hardships.faults().forEach(faults::add);
        }
        if (hardships.realQuotas()) {
            quota.real();
        }
    }

    /** The request history is no state of the services. */
    private static List<Chapter> chapters(
            ProvisioningService dps, Hubs hubs, Faults faults, Quota quota, ServiceClock clock) {
        List<Chapter> chapters = new ArrayList<>(dps.chapters());
        chapters.addAll(hubs.chapters());
        chapters.addAll(List.of(faults.chapter(), quota.chapter(), clock.chapter()));
        return chapters;
    }

    /** By the name the client meant, and at a hub by the path. */
    private static HttpSite azure(EmulatorOptions options, HttpSite dps, HttpSite hubDevices, HttpSite hubBackEnds) {
        return (call, exchange) -> {
            if (!options.hubHosts().contains(call.host())) {
                dps.serve(call, exchange);
            } else if (DeviceSite.isMeant(call)) {
                hubDevices.serve(call, exchange);
            } else {
                hubBackEnds.serve(call, exchange);
            }
        };
    }

    private static ProvisioningService.Setup setup(EmulatorOptions options, SecureRandom secure) {
        return new ProvisioningService.Setup(
                options.dpsHost(),
                EmulatorOptions.GLOBAL_HOST,
                options.idScope(),
                options.linkedHubs(),
                options.terms(),
                secure);
    }
}
