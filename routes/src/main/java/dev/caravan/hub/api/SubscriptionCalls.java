package dev.caravan.hub.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.callback.SubscriptionDesk;
import dev.caravan.callback.Targets;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Deliveries;
import dev.caravan.ledger.Delivery;
import dev.caravan.ledger.Subscription;
import dev.caravan.ledger.Subscriptions;

/** Answers what is asked about subscriptions. What belongs to another owner, or is out of reach, is answered as if it were not there. */
public final class SubscriptionCalls {

    private static final int MOST = 20;

    private final Subscriptions subscriptions;
    private final SubscriptionDesk desk;
    private final Deliveries deliveries;
    private final Targets targets;

    public SubscriptionCalls(
            Subscriptions subscriptions, SubscriptionDesk desk, Deliveries deliveries, Targets targets) {
        this.subscriptions = subscriptions;
        this.desk = desk;
        this.deliveries = deliveries;
        this.targets = targets;
    }

    SubscriptionView subscribe(Principal caller, @Nullable String body) {
        var request = ApiJson.read(body == null ? "" : body, SubscriptionRequest.class);
        var url = request.requiredUrl();
        targets.objection(url).ifPresent(rule -> {
            throw ApiJson.invalid("field 'url' " + rule);
        });
        if (within(caller).size() >= MOST) {
            throw new ProblemException(Problem.of(
                    Kind.TOO_MANY_SUBSCRIPTIONS,
                    "Nothing was changed: you have " + MOST + " subscriptions, which is the most; delete one first"));
        }
        var shown = desk.subscribe(
                caller.name(),
                url,
                request.wantedTypes(),
                consignee(caller, request.wantedConsignee()),
                request.wantedSignature());
        return SubscriptionView.of(shown.subscription(), shown.secret());
    }

    /** Whoever does not see all boards subscribes to those of one consignee, and never to another's. */
    private static @Nullable String consignee(Principal caller, @Nullable String wanted) {
        if (caller.role() != Role.MANUFACTURER
                || wanted != null && caller.reach().sees(wanted)) {
            return wanted;
        }
        var own = caller.consignees();
        if (wanted == null && own.size() == 1) {
            return own.iterator().next();
        }
        throw ApiJson.invalid("field 'consignee' must be one of yours, " + new TreeSet<>(own) + ", but is "
                + (wanted == null ? "absent" : "'" + wanted + "'"));
    }

    SubscriptionPage list(Principal caller) {
        return new SubscriptionPage(
                within(caller).stream().map(SubscriptionView::of).toList());
    }

    /** Those that go beyond what he sees by now, since he was somebody else, are not there. */
    private List<Subscription> within(Principal caller) {
        return subscriptions.of(caller.name()).stream()
                .filter(each -> each.isWithin(caller.reach()))
                .toList();
    }

    SubscriptionView one(Principal caller, String id) {
        return SubscriptionView.of(find(caller, id));
    }

    SubscriptionView delete(Principal caller, String id) {
        var last = find(caller, id);
        subscriptions.delete(caller.name(), id);
        return SubscriptionView.of(last);
    }

    SubscriptionView rotate(Principal caller, String id, Duration overlap) {
        find(caller, id);
        return desk.rotate(caller.name(), id, overlap)
                .map(shown -> SubscriptionView.of(shown.subscription(), shown.secret()))
                .orElseThrow(() -> unknown(id));
    }

    SubscriptionView replay(Principal caller, String id, @Nullable String from) {
        find(caller, id);
        return subscriptions
                .replay(caller.name(), id, position(from))
                .map(SubscriptionView::of)
                .orElseThrow(() -> unknown(id));
    }

    private long position(@Nullable String from) {
        try {
            if (from != null && from.contains("T")) {
                return subscriptions.positionAt(Instant.parse(from));
            }
            var position = Long.parseLong(String.valueOf(from));
            if (position >= 1) {
                return position;
            }
        } catch (NumberFormatException | DateTimeParseException wrong) {
            // answered below, with every other bad value
        }
        throw ApiJson.invalid("parameter 'from' must be the 'sequence' of an event, from 1, or a time such as"
                + " 2026-11-26T08:00:00Z, but is '" + from + "'");
    }

    DeliveryPage deliveries(Principal caller, String id, @Nullable String state, long after, @Nullable String limit) {
        find(caller, id);
        var most = BoardQueries.limit(limit);
        var page = deliveries.list(id, state(state), after, most);
        return new DeliveryPage(
                page.stream().map(DeliveryView::of).toList(),
                page.size() < most ? null : Long.toString(page.get(most - 1).position()));
    }

    private static Delivery.@Nullable State state(@Nullable String text) {
        try {
            return text == null ? null : Delivery.State.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException wrong) {
            throw ApiJson.invalid("parameter 'state' must be WAITING, DELIVERED or PARKED, but is '" + text + "'");
        }
    }

    private Subscription find(Principal caller, String id) {
        return subscriptions
                .find(caller.name(), id)
                .filter(found -> found.isWithin(caller.reach()))
                .orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Problem.of(
                Kind.UNKNOWN_SUBSCRIPTION,
                "You have no subscription '" + id + "'; GET /api/v1/subscriptions lists those that you have"));
    }
}
