package dev.caravan.emulator.control;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;

/**
 * A long poll: the condition is judged at once and after changes, a hundred times a second at most, until it holds
 * (200) or its time is up (408, with what was found last). Judged and ended on the connection's thread.
 */
final class Wait {

    private static final Duration BREATH = Duration.ofMillis(10);

    private final Condition condition;
    private final Exchange exchange;
    private final Function<Call, Answer> site;
    private final Changes changes;
    private final Runnable watcher = this::changed;
    private final AtomicBoolean due = new AtomicBoolean();
    private boolean over;

    Wait(Condition condition, Exchange exchange, Function<Call, Answer> site, Changes changes) {
        this.condition = condition;
        this.exchange = exchange;
        this.site = site;
        this.changes = changes;
    }

    /** Nothing that happens from here on is missed. */
    void begin() {
        changes.watch(watcher);
        exchange.later(condition.within(), () -> judge(408));
        judge(0);
    }

    /** A watcher whose client has hung up is forgotten at the next change. */
    private void changed() {
        if (exchange.isGone()) {
            changes.ignore(watcher);
        } else if (due.compareAndSet(false, true)) {
            exchange.later(BREATH, () -> {
                due.set(false);
                judge(0);
            });
        }
    }

    /** @param otherwise the status when the condition does not hold; 0 to go on waiting */
    private void judge(int otherwise) {
        if (over) {
            return;
        }
        var finding = condition.judge(site);
        if (finding.holds() || otherwise > 0) {
            over = true;
            changes.ignore(watcher);
            exchange.answer(Answer.json(finding.holds() ? 200 : otherwise, finding.show()));
        }
    }
}
