package dev.caravan.emulator.control;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.dps.allocation.LinkedHub;
import dev.caravan.emulator.dps.allocation.Links;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hub.LinkState;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** Whether the service may assign a hub, with which weight, and whether it can write there. */
final class LinkControl {

    private final Hubs hubs;
    private final Links links;

    LinkControl(Hubs hubs, Links links) {
        this.hubs = hubs;
        this.links = links;
    }

    void addTo(Routes<Work> routes) {
        routes.add("GET", "/hubs/{hub}/link", (call, ids) -> Answer.json(200, show(HubName.find(hubs, ids.get(0)))))
                .add("PUT", "/hubs/{hub}/link", this::set);
    }

    /** The weight is there while the hub is linked. */
    ObjectNode show(Hub hub) {
        var link = links.find(hub.host());
        var shown = Json.object().put("linked", link.isPresent());
        link.ifPresent(linked -> shown.put("weight", linked.weight()));
        return shown.put("state", text(hub.link()));
    }

    /** Everything is judged before anything changes; what is not named stays as it is. */
    private Answer set(Call call, List<String> ids) {
        var hub = HubName.find(hubs, ids.get(0));
        var asked = ControlSite.bodyOf(call);
        var state = asked.has("state") ? state(asked.get("state")) : hub.link();
        var linked = asked.has("linked") ? flag(asked.get("linked")) : asked.has("weight") || links.has(hub.host());
        var weight = asked.has("weight")
                ? weight(asked.get("weight"))
                : links.find(hub.host()).map(LinkedHub::weight).orElse(1);
        var link = new LinkedHub(hub.host(), weight);
        hubs.link(hub.host(), state);
        if (linked) {
            links.link(link);
        } else {
            links.unlink(hub.host());
        }
        return Answer.empty(204);
    }

    private static boolean flag(JsonNode linked) {
        if (!linked.isBoolean()) {
            throw new IllegalArgumentException("linked must be true or false");
        }
        return linked.booleanValue();
    }

    private static int weight(JsonNode weight) {
        if (!weight.isInt()) {
            throw new IllegalArgumentException("weight must be a whole number from 1 to 1000");
        }
        return weight.intValue();
    }

    private static LinkState state(JsonNode wanted) {
        return Stream.of(LinkState.values())
                .filter(each -> text(each).equals(wanted.asText()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state must be one of "
                        + Stream.of(LinkState.values()).map(LinkControl::text).toList()));
    }

    private static String text(LinkState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
