package dev.caravan.emulator.dps.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;
import dev.caravan.emulator.snapshot.Single;

/**
 * The hubs that the service may assign: at first all there are, each with the weight 1 (documented default) or that of the options. They come
 * and go and change their weights as an administrator wills. Safe for all threads.
 */
public final class Links {

    private final List<LinkedHub> first;
    private final List<String> hosts;
    private volatile List<LinkedHub> linked;

    /** All of these; their order is that of their distance from every device. */
    public Links(List<LinkedHub> hubs) {
        this.first = List.copyOf(hubs);
        this.hosts = hubs.stream().map(LinkedHub::host).toList();
        this.linked = first;
    }

    /** Those that are linked now, in their order. */
    public List<LinkedHub> all() {
        return linked;
    }

    /** By host name; empty when it is not linked now. */
    public Optional<LinkedHub> find(String host) {
        return linked.stream().filter(hub -> hub.host().equals(host)).findFirst();
    }

    /** Whether it is linked now. */
    public boolean has(String host) {
        return find(host).isPresent();
    }

    /**
     * Links a hub, or gives it another weight.
     *
     * @throws IllegalArgumentException when there is no such hub
     */
    public synchronized void link(LinkedHub hub) {
        if (!hosts.contains(hub.host())) {
            throw new IllegalArgumentException("there is no hub " + hub.host() + " here");
        }
        List<LinkedHub> next = without(hub.host());
        next.add(hub);
        next.sort(Comparator.comparingInt(each -> hosts.indexOf(each.host())));
        linked = List.copyOf(next);
    }

    /** Devices that are assigned to it stay there. */
    public synchronized void unlink(String host) {
        linked = List.copyOf(without(host));
    }

    private List<LinkedHub> without(String host) {
        List<LinkedHub> others = new ArrayList<>(linked);
        others.removeIf(each -> each.host().equals(host));
        return others;
    }

    /** As at first. */
    public void reset() {
        linked = first;
    }

    /** The links in a snapshot. */
    public Chapter chapter() {
        return Single.of("links", () -> Optional.of(archive()), this::read, first, next -> linked = next);
    }

    private ObjectNode archive() {
        var archived = Json.object();
        var each = archived.putArray("linked");
        linked.forEach(hub -> each.addObject().put("host", hub.host()).put("weight", hub.weight()));
        return archived;
    }

    private List<LinkedHub> read(Item archived) {
        var read = new Links(first);
        hosts.forEach(read::unlink);
        archived.items("linked").forEach(item -> read.link(new LinkedHub(item.text("host"), item.count("weight"))));
        return read.all();
    }
}
