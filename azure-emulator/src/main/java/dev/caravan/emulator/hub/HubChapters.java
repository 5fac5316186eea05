package dev.caravan.emulator.hub;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.Feedback.Notice;
import dev.caravan.emulator.hub.Telemetry.Received;
import dev.caravan.emulator.hub.access.Authorities;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;

/** All of the hubs' state in a snapshot. Connections are none: whoever is connected loses his connection by a restore. */
final class HubChapters {

    private HubChapters() {}

    static List<Chapter> of(Collection<Hub> hubs) {
        return List.of(links(hubs), certificates(hubs), devices(hubs), telemetry(hubs), feedback(hubs));
    }

    private static Chapter links(Collection<Hub> hubs) {
        return new HubChapter<List<Hub.LinkState>>(
                "hubLinks",
                hubs,
                hub -> Stream.of(Json.object().put("state", hub.link().name())),
                ArrayList::new,
                (hub, item, aside) -> aside.add(item.one(Hub.LinkState.class, "state")),
                (hub, aside) -> hub.link(aside.isEmpty() ? Hub.LinkState.GOOD : aside.get(0)));
    }

    private static Chapter certificates(Collection<Hub> hubs) {
        return new HubChapter<>(
                "hubCertificates",
                hubs,
                hub -> new TreeMap<>(hub.authorities().all())
                        .entrySet().stream().map(each -> archive(each.getKey(), each.getValue())),
                Authorities::new,
                (hub, item, aside) -> aside.put(item.text("name"), item.text("der")),
                (hub, aside) -> hub.authorities().become(aside));
    }

    private static ObjectNode archive(String name, X509Certificate certificate) {
        try {
            return Json.object().put("name", name).put("der", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Chapter devices(Collection<Hub> hubs) {
        return new HubChapter<ConcurrentSkipListMap<String, Device>>(
                "devices",
                hubs,
                hub -> hub.devices().stream().map(Device::archive),
                ConcurrentSkipListMap::new,
                HubChapters::device,
                Hub::become);
    }

    private static void device(Hub hub, Item item, ConcurrentSkipListMap<String, Device> aside) {
        var device = hub.read(item);
        if (aside.put(device.id(), device) != null) {
            throw new IllegalArgumentException("device " + device.id() + " is there twice");
        }
    }

    /** How many there were in all is the number of the last. */
    private static Chapter telemetry(Collection<Hub> hubs) {
        return new HubChapter<List<Received>>(
                "telemetry",
                hubs,
                hub -> hub.telemetry().all().stream().map(Telemetry::archive),
                ArrayList::new,
                (hub, item, aside) -> aside.add(Telemetry.read(item)),
                (hub, aside) -> hub.telemetry()
                        .become(
                                aside,
                                aside.isEmpty()
                                        ? 0
                                        : aside.get(aside.size() - 1).number()));
    }

    private static Chapter feedback(Collection<Hub> hubs) {
        return new HubChapter<List<Notice>>(
                "feedback",
                hubs,
                hub -> hub.feedback().all().stream().map(Notice::archive),
                ArrayList::new,
                (hub, item, aside) -> aside.add(Notice.read(item)),
                (hub, aside) -> hub.feedback().become(aside));
    }
}
