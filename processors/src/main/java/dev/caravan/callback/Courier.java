package dev.caravan.callback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Reach;
import dev.caravan.callback.Outcome.Failed;
import dev.caravan.callback.Outcome.Gone;
import dev.caravan.callback.Outcome.Taken;
import dev.caravan.ledger.Deliveries;
import dev.caravan.ledger.Deliveries.Attempt;
import dev.caravan.ledger.Deliveries.Due;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Turn;
import dev.caravan.ledger.Turn.Errand;
import dev.caravan.ledger.TurnLostException;
import dev.caravan.ledger.Turns;

/**
 * Brings events to subscriptions. What was sent is written down afterwards: a crash in between sends it once more, under
 * the same id. Events of one board go one after the other, those of several side by side; a receiver that takes nothing at
 * all is left alone for up to a minute, and one that says for how long, for that long. Thread-safe.
 */
public final class Courier implements AutoCloseable {

    /** Calls to one receiver side by side. */
    static final int AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int READ_AT_ONCE = 500;
    private static final int ROUNDS = 250;
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Turns turns;
    private final Deliveries deliveries;
    private final Events events;
    private final Sender sender;
    private final Duration giveUp;
    private final Backoff backoff;
    private volatile boolean ending;
    private final ExecutorService calls = Executors.newCachedThreadPool(Courier::daemon);

    public Courier(
            Turns turns, Deliveries deliveries, Events events, Sender sender, Duration giveUp, RandomGenerator random) {
        this.turns = turns;
        this.deliveries = deliveries;
        this.events = events;
        this.sender = sender;
        this.giveUp = giveUp;
        this.backoff = new Backoff(random);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "callback");
        thread.setDaemon(true);
        return thread;
    }

    /** Delivers what is due to this subscription, unless somebody else does. Ends after a while, so that others have a turn. */
    public void work(String subscription) {
        turns.take(subscription).ifPresent(this::work);
    }

    private void work(Turn turn) {
        try {
            var goesOn = true;
            for (var round = 0; goesOn && !ending && round < ROUNDS; round++) {
                goesOn = round(turn);
            }
        } catch (TurnLostException lost) {
            LOG.atInfo().addKeyValue("subscription", turn.subscription()).log("delivery is left to whoever has it now");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            release(turn);
        }
    }

    /** Whoever is interrupted cannot use the database. */
    private void release(Turn turn) {
        var interrupted = Thread.interrupted();
        turns.release(turn);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Turns end when what is being sent has been answered. */
    public void finish() {
        ending = true;
    }

    /** @return whether there may be more to do */
    private boolean round(Turn turn) throws InterruptedException {
        var errand = turns.renew(turn);
        var due = deliveries.due(turn, AT_ONCE);
        while (due.size() < AT_ONCE && readOn(turn, errand)) {
            errand = turns.renew(turn);
            due = deliveries.due(turn, AT_ONCE);
        }
        return !due.isEmpty() && deliver(turn, errand, due);
    }

    private boolean readOn(Turn turn, Errand errand) {
        var found = events.after(new Reach.Everything(), errand.readTo(), READ_AT_ONCE);
        if (found.isEmpty()) {
            return false;
        }
        deliveries.readOn(turn, errand, found.get(found.size() - 1).position());
        return true;
    }

    private boolean deliver(Turn turn, Errand errand, List<Due> due) throws InterruptedException {
        var outcomes = send(turn, errand, due);
        var attempts = new ArrayList<Attempt>();
        for (var index = 0; index < due.size(); index++) {
            attempts.add(attempt(due.get(index), outcomes.get(index)));
        }
        var asked = asked(outcomes);
        var problem = asked == null ? problem(outcomes) : asked.words();
        var rest = asked == null ? backoff.after(errand.failures() + 1, LONGEST_REST) : asked.retryAfter();
        var parked = deliveries.record(turn, attempts, problem, rest);
        say(turn, errand, problem, parked);
        if (outcomes.stream().anyMatch(Gone.class::isInstance)) {
            deliveries.disable(turn, "the receiver has answered 410 (gone); a replay enables the subscription again");
            LOG.atWarn()
                    .addKeyValue("subscription", turn.subscription())
                    .log("disabled: the receiver has answered 410 (gone)");
            return false;
        }
        return problem == null;
    }

    private List<Outcome> send(Turn turn, Errand errand, List<Due> due) throws InterruptedException {
        var sending = due.stream()
                .map(each -> (Callable<Outcome>) () -> each.event()
                        .map(event -> sender.send(turn.subscription(), errand, event))
                        .orElseGet(() -> new Failed(null, "the ledger does not keep the event any more")))
                .toList();
        var outcomes = new ArrayList<Outcome>();
        for (var each : calls.invokeAll(sending)) {
            try {
                outcomes.add(each.get());
            } catch (ExecutionException broken) {
                throw new IllegalStateException(broken.getCause());
            }
        }
        return outcomes;
    }

    /** The one that wants to be left alone for longest; null if none has said so. */
    private static @Nullable Asked asked(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Failed.class::isInstance)
                .map(Failed.class::cast)
                .flatMap(failed -> Optional.ofNullable(failed.retryAfter())
                        .map(retryAfter -> new Asked(
                                failed.words() + " and asks to be left alone for " + retryAfter.toSeconds() + " s",
                                retryAfter))
                        .stream())
                .max(Comparator.comparing(Asked::retryAfter))
                .orElse(null);
    }

    private record Asked(String words, Duration retryAfter) {}

    private Attempt attempt(Due due, Outcome outcome) {
        var pause = backoff.after(due.attempts() + 1, Deliveries.LONGEST_PAUSE);
        if (outcome instanceof Taken taken) {
            return new Attempt(due.position(), taken.status(), null, pause, giveUp);
        }
        if (outcome instanceof Gone gone) {
            return new Attempt(due.position(), gone.status(), "answered " + gone.status(), pause, giveUp);
        }
        var failed = (Failed) outcome;
        var asked = failed.retryAfter();
        var longer = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
        var patience = due.event().isPresent() ? giveUp : Duration.ZERO;
        return new Attempt(due.position(), failed.status(), failed.words(), longer, patience);
    }

    /** Why nothing at all has arrived; null if something has. */
    private static @Nullable String problem(List<Outcome> outcomes) {
        String words = null;
        for (var outcome : outcomes) {
            if (outcome instanceof Taken) {
                return null;
            }
            words = outcome instanceof Failed failed ? failed.words() : words;
        }
        return words == null ? "answered 410" : words;
    }

    private static void say(Turn turn, Errand errand, @Nullable String problem, int parked) {
        if (parked > 0) {
            LOG.atWarn()
                    .addKeyValue("subscription", turn.subscription())
                    .addKeyValue("events", parked)
                    .log("events were given up; they are parked, and a replay sends them again");
        }
        if (problem != null && errand.failures() == 0) {
            LOG.atWarn()
                    .addKeyValue("subscription", turn.subscription())
                    .addKeyValue("words", problem)
                    .log("nothing arrives at a subscription; it is tried again and again");
        }
        if (problem == null && errand.failures() > 0) {
            LOG.atInfo()
                    .addKeyValue("subscription", turn.subscription())
                    .log("events arrive at the subscription again");
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
