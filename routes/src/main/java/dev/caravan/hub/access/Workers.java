package dev.caravan.hub.access;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.core.context.SecurityContextHolder;

import dev.caravan.access.Principal;

/**
 * The threads that work requests. One that waits for DPS, or for somebody who reads slowly, holds its thread: so nobody has
 * all of them, and those who wait have one in turn, however many requests one of them has sent.
 */
public final class Workers extends ThreadPoolTaskExecutor {

    static final int THREADS = 40;
    static final String STRANGERS = "";

    private static final long serialVersionUID = 1L;

    private final int threads;
    private final int each;
    private final transient Map<String, Line> lines = new LinkedHashMap<>();
    private int working;

    /** The requests of one principal: how many are worked, and those that wait, the first that came first. */
    private static final class Line {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int working;
    }

    private record Turn(String who, Runnable work) {}

    public Workers(LimitSettings limits) {
        this(THREADS, limits.principalAtOnce());
    }

    /** @param each how many threads one principal may have */
    Workers(int threads, int each) {
        this.threads = threads;
        this.each = each;
        setCorePoolSize(threads);
        setAllowCoreThreadTimeOut(true);
        setThreadNamePrefix("request-");
        // Who waits while the hub stops is answered, as far as the server's own patience goes.
        setAcceptTasksAfterContextClose(true);
    }

    /** On the thread that has received the request, and knows whose it is. */
    @Override
    public void execute(Runnable work) {
        var who = SecurityContextHolder.getContext().getAuthentication();
        execute(who != null && who.getPrincipal() instanceof Principal known ? known.name() : STRANGERS, work);
    }

    void execute(String who, Runnable work) {
        start(enter(new Turn(who, work)));
    }

    /** How many requests of a principal wait for a thread. */
    synchronized int waiting(String who) {
        var line = lines.get(who);
        return line == null ? 0 : line.waiting.size();
    }

    private void start(@Nullable Turn turn) {
        if (turn != null) {
            super.execute(() -> {
                try {
                    turn.work().run();
                } finally {
                    goOn(leave(turn.who()));
                }
            });
        }
    }

    private void goOn(@Nullable Turn next) {
        try {
            start(next);
        } catch (TaskRejectedException stopping) {
            // The hub's own patience is over; whoever waits yet is cut off with the server's connections.
        }
    }

    /** @return the turn, if it can begin at once */
    private synchronized @Nullable Turn enter(Turn turn) {
        var line = lines.computeIfAbsent(turn.who(), unknown -> new Line());
        if (working < threads && line.working < each) {
            return begun(line, turn);
        }
        line.waiting.add(turn.work());
        return null;
    }

    /** @return whose turn is next; whoever has it goes to the end */
    private synchronized @Nullable Turn leave(String who) {
        working--;
        lines.computeIfPresent(who, (same, line) -> --line.working == 0 && line.waiting.isEmpty() ? null : line);
        for (var entry : lines.entrySet()) {
            var line = entry.getValue();
            if (line.working < each && !line.waiting.isEmpty()) {
                lines.remove(entry.getKey());
                lines.put(entry.getKey(), line);
                return begun(line, new Turn(entry.getKey(), line.waiting.remove()));
            }
        }
        return null;
    }

    private Turn begun(Line line, Turn turn) {
        working++;
        line.working++;
        return turn;
    }
}
