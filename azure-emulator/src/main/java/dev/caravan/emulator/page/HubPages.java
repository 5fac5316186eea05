package dev.caravan.emulator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.caravan.emulator.dps.allocation.Links;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** The hubs, the devices of each in the order of their ids, and each device with its twin. */
final class HubPages {

    private static final String AFTER = "after";
    private static final int NEWEST = 20;

    private final State state;
    private final Frame frame;

    HubPages(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    static Html table(Hubs hubs, Links links) {
        var table = new Table("Hubs", "Host", "Link", "~Weight", "Devices", "Messages", "~Certificates");
        hubs.all()
                .forEach(hub -> table.row(
                        Html.link(Paths.hub(hub.host()), hub.host()),
                        Parts.badge(link(hub, links)),
                        links.find(hub.host())
                                .map(link -> String.valueOf(link.weight()))
                                .orElse(""),
                        Parts.number(hub.size()),
                        Html.link(
                                Paths.with(Paths.TELEMETRY, "hub", hub.host()),
                                Parts.number(hub.telemetry().count())),
                        Parts.number(hub.authorities().all().size())));
        return table.html("There are none.");
    }

    private static String link(Hub hub, Links links) {
        return links.has(hub.host()) ? hub.link().name().toLowerCase(Locale.ROOT) : "unlinked";
    }

    Answer list() {
        return frame.page(
                200, "Hubs", Parts.live("hubs", table(state.hubs(), state.dps().links())));
    }

    Answer devices(String host, Call call) {
        return state.hubs().find(host).map(hub -> devices(hub, call)).orElseGet(() -> frame.missing("hub " + host));
    }

    private Answer devices(Hub hub, Call call) {
        var wanted = call.parameter("id").orElse("");
        var after = call.parameter(AFTER).orElse("");
        var found = find(hub, wanted, after);
        var table = new Table("Devices of " + hub.host(), "ID", "Status", "Connection", "~Authentication", "~Waiting");
        found.stream().limit(Paging.SIZE).forEach(device -> row(table, hub, device));
        var next = found.size() > Paging.SIZE ? found.get(Paging.SIZE - 1).id() : "";
        var path = wanted.isEmpty() ? Paths.hub(hub.host()) : Paths.with(Paths.hub(hub.host()), "id", wanted);
        return frame.page(
                200,
                hub.host(),
                Html.of("p", Html.link(Paths.HUBS, "Hubs")),
                Parts.search(Paths.hub(hub.host()), "id", "Device ID contains", call),
                Html.of("p", Parts.number(hub.size()), " devices in all."),
                Parts.live("devices", table.html(hub.size() == 0 ? "There are none yet." : "None fits the search.")),
                Paging.links(path, !after.isEmpty(), next, AFTER));
    }

    /** One more than a page has, if there is one. */
    private static List<Device> find(Hub hub, String wanted, String after) {
        List<Device> found = new ArrayList<>();
        for (var device : hub.devicesAfter(after)) {
            if (wanted.isEmpty() || Paging.contains(device.id(), wanted)) {
                found.add(device);
            }
            if (found.size() > Paging.SIZE) {
                break;
            }
        }
        return found;
    }

    private static void row(Table table, Hub hub, Device device) {
        var identity = device.identity();
        table.row(
                Html.link(Paths.device(hub.host(), device.id()), device.id()),
                Parts.badge(identity.enabled() ? "enabled" : "disabled"),
                Parts.badge(device.connected() ? "connected" : "disconnected"),
                identity.authentication().type(),
                Parts.number(device.mailbox().size()));
    }

    Answer device(String host, String id) {
        return state.hubs()
                .showDevice(host, id)
                .map(shown -> frame.page(
                        200,
                        id,
                        Html.of("p", Html.link(Paths.hub(host), host)),
                        Parts.live("device", Html.of("h2", "Identity and twin"), Parts.json(shown)),
                        Parts.live(
                                "telemetry",
                                Html.of("h2", "Newest telemetry"),
                                TelemetryPage.table(
                                        state.hubs().find(host).stream().toList(), id, NEWEST))))
                .orElseGet(() -> frame.missing("device " + id + " at " + host));
    }
}
