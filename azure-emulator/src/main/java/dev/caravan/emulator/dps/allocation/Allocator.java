package dev.caravan.emulator.dps.allocation;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/** Chooses among the linked hubs. Safe for all threads; only a webhook makes one wait, and it holds no thread. */
public final class Allocator {

    private final Links linked;
    private final String usual;
    private final CustomAllocation custom;

    /**
     * Fixed for the life of an instance.
     *
     * @param linked in the order of their distance from every device: geoLatency takes the first (a real distance is
     *     not emulated); asked at every choice
     * @param usual the instance's own policy, hashed if nobody says otherwise (documented)
     */
    public Allocator(Links linked, String usual, CustomAllocation custom) {
        this.linked = linked;
        this.usual = usual;
        this.custom = custom;
    }

    /** Never fails: trouble is a {@link Choice.Failed}. */
    public CompletionStage<Choice> choose(Wish wish) {
        var legacy = wish.legacyHub();
        if (legacy != null) {
            return now(named(legacy));
        }
        return switch (wish.policyOr(usual).toLowerCase(Locale.ROOT)) {
            case "static" -> now(wish.hubs().size() == 1 ? named(wish.hubs().get(0)) : null);
            case "geolatency" ->
                now(candidates(wish).stream().map(LinkedHub::host).findFirst().orElse(null));
            case "custom" -> custom(wish);
            default -> now(WeightedHash.choose(wish.device(), candidates(wish)).orElse(null));
        };
    }

    /** The hub the device is in, as long as it is linked. */
    public CompletionStage<Choice> stay(String host) {
        return now(named(host));
    }

    private CompletionStage<Choice> custom(Wish wish) {
        var hosts = candidates(wish).stream().map(LinkedHub::host).toList();
        return wish.hook()
                .map(hook -> custom.ask(hook, hosts))
                .orElseGet(() -> CompletableFuture.completedFuture(Choice.Failed.noHub()));
    }

    private List<LinkedHub> candidates(Wish wish) {
        return wish.hubs().isEmpty()
                ? linked.all()
                : linked.all().stream()
                        .filter(hub -> wish.hubs().contains(hub.host()))
                        .toList();
    }

    private @Nullable String named(String host) {
        return linked.all().stream()
                .map(LinkedHub::host)
                .filter(host::equals)
                .findFirst()
                .orElse(null);
    }

    private static CompletionStage<Choice> now(@Nullable String host) {
        return CompletableFuture.completedFuture(host == null ? Choice.Failed.noHub() : Choice.Chosen.of(host));
    }
}
