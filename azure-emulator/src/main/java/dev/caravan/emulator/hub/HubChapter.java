package dev.caravan.emulator.hub;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;

/**
 * Things of one kind in a snapshot, of all hubs one after the other; each says in {@code hub} where it belongs.
 *
 * @param <S> what is set aside for one hub
 */
final class HubChapter<S> implements Chapter {

    private final String name;
    private final Collection<Hub> hubs;
    private final Function<Hub, Stream<ObjectNode>> items;
    private final Supplier<S> aside;
    private final Shelving<S> shelving;
    private final Placing<S> placing;

    /** Sets one thing aside. */
    interface Shelving<S> {
        void take(Hub hub, Item item, S aside);
    }

    /** Puts what was set aside in its place. */
    interface Placing<S> {
        void commit(Hub hub, S aside);
    }

    HubChapter(
            String name,
            Collection<Hub> hubs,
            Function<Hub, Stream<ObjectNode>> items,
            Supplier<S> aside,
            Shelving<S> shelving,
            Placing<S> placing) {
        this.name = name;
        this.hubs = List.copyOf(hubs);
        this.items = items;
        this.aside = aside;
        this.shelving = shelving;
        this.placing = placing;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stream<ObjectNode> items() {
        return hubs.stream().flatMap(hub -> items.apply(hub).map(item -> item.put("hub", hub.host())));
    }

    private record Aside<S>(Hub hub, S things) {}

    @Override
    public Intake begin() {
        var asides = hubs.stream().map(hub -> new Aside<>(hub, aside.get())).toList();
        return new Intake() {
            @Override
            public void take(Item item) {
                var mine = find(asides, item.text("hub"));
                shelving.take(mine.hub(), item, mine.things());
            }

            @Override
            public void commit() {
                asides.forEach(each -> placing.commit(each.hub(), each.things()));
            }
        };
    }

    private static <S> Aside<S> find(List<Aside<S>> asides, String host) {
        return asides.stream()
                .filter(each -> each.hub().host().equals(host))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no hub " + host + " here"));
    }
}
