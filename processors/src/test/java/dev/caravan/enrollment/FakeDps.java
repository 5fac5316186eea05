package dev.caravan.enrollment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

/** A DPS in memory that keeps what it is told, unless a test has told it to misbehave. Remembers every call. */
public final class FakeDps implements Dps {

    /** What to do instead of, or before, the next call. */
    public interface Fault {
        /** @param effect carries the call out; without it the service has done nothing */
        void strike(Runnable effect);
    }

    private final Map<BoardGuid, StoredEnrollment> enrollments = new TreeMap<>();
    private final Map<BoardGuid, Registration> registrations = new TreeMap<>();
    private final Deque<Fault> looks = new ArrayDeque<>();
    private final Map<BoardGuid, ItemRefusal> itemRefusals = new LinkedHashMap<>();
    private final Deque<Fault> creates = new ArrayDeque<>();
    private final Deque<Fault> finds = new ArrayDeque<>();
    private final Deque<Fault> enables = new ArrayDeque<>();
    private final Deque<Fault> disables = new ArrayDeque<>();
    private final Deque<Fault> closes = new ArrayDeque<>();
    private final Deque<Fault> deletes = new ArrayDeque<>();
    private final Deque<Fault> forgets = new ArrayDeque<>();
    private final Deque<Fault> pages = new ArrayDeque<>();
    private final List<String> foreign = new ArrayList<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<StoredEnrollment> storing = UnaryOperator.identity();
    private Runnable watch = () -> {};
    private @Nullable BoardGuid poisonous;
    private int etags;

    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    public synchronized Optional<StoredEnrollment> stored(BoardGuid guid) {
        return Optional.ofNullable(enrollments.get(guid));
    }

    public synchronized void put(BoardGuid guid, StoredEnrollment enrollment) {
        enrollments.put(guid, enrollment);
    }

    public synchronized void remove(BoardGuid guid) {
        enrollments.remove(guid);
    }

    /** An enrollment as the service holds it: disabled, without a hub. */
    public static StoredEnrollment disabled(String thumbprint) {
        var json = JsonNodeFactory.instance;
        return new StoredEnrollment(
                false, thumbprint, "etag-0", List.of(), false, json.objectNode(), json.objectNode(), null);
    }

    private static StoredEnrollment disabled(Board board) {
        var one = disabled(board.requireThumbprint());
        return new StoredEnrollment(
                false, one.thumbprint(), second(board), one.etag(), List.of(), false, one.tags(), one.desired(), null);
    }

    public void refuseItem(BoardGuid guid, int code, String words) {
        itemRefusals.put(guid, new ItemRefusal(code, words));
    }

    /** A bulk call that holds this board is refused as a whole. */
    public void refuseCallsWith(BoardGuid guid) {
        poisonous = guid;
    }

    /** Everything is stored otherwise than it is sent, from now on. */
    public void store(UnaryOperator<StoredEnrollment> otherwise) {
        storing = otherwise;
    }

    public synchronized void nextCreate(Fault fault) {
        creates.add(fault);
    }

    public synchronized void nextFind(Fault fault) {
        finds.add(fault);
    }

    public synchronized void nextEnable(Fault fault) {
        enables.add(fault);
    }

    public static Fault throttled(Duration pause) {
        return effect -> {
            throw DpsException.ComeBackLater.throttled("DPS throttles (429)", pause, new Exception());
        };
    }

    /** Answers 503, after having carried out the call. */
    public static Fault inTroubleAfterwards(Duration pause) {
        return effect -> {
            effect.run();
            throw DpsException.ComeBackLater.inTrouble("DPS is in trouble (503)", pause, new Exception());
        };
    }

    /** Carries out the call, and the answer is lost. */
    public static Fault answerLost() {
        return effect -> {
            effect.run();
            throw new DpsException.UnknownOutcome("no answer", new Exception());
        };
    }

    /** The connection breaks before the service has read the call. */
    public static Fault requestLost() {
        return effect -> {
            throw new DpsException.UnknownOutcome("no answer", new Exception());
        };
    }

    public static Fault denied() {
        return effect -> {
            throw new DpsException.AccessDenied("DPS does not accept the hub's credentials (401)", new Exception());
        };
    }

    public static Fault refused(String words) {
        return effect -> {
            throw new DpsException.Refused(words, new Exception());
        };
    }

    public static Fault unreachable() {
        return effect -> {
            throw new DpsException.Unreachable("DPS cannot be reached", new Exception());
        };
    }

    /** Somebody else does this first. */
    public static Fault after(Runnable somebodyElse) {
        return effect -> {
            somebodyElse.run();
            effect.run();
        };
    }

    /** It has no quota. */
    @Override
    public void sharedBy(int hubs) {}

    @Override
    public synchronized Map<BoardGuid, ItemRefusal> createDisabled(List<Board> boards) {
        calls.add("create " + boards.size());
        var refusals = new LinkedHashMap<BoardGuid, ItemRefusal>();
        if (boards.stream().anyMatch(board -> board.guid().equals(poisonous))) {
            throw new DpsException.Refused("DPS refuses the request: certificate of " + poisonous, new Exception());
        }
        struck(creates, () -> boards.forEach(board -> create(board, refusals)));
        return refusals;
    }

    private void create(Board board, Map<BoardGuid, ItemRefusal> refusals) {
        if (itemRefusals.containsKey(board.guid())) {
            refusals.put(board.guid(), itemRefusals.get(board.guid()));
        } else if (enrollments.containsKey(board.guid())) {
            refusals.put(board.guid(), new ItemRefusal(409201, "Enrollment already exists."));
        } else {
            enrollments.put(board.guid(), storing.apply(disabled(board.requireThumbprint())));
        }
    }

    @Override
    public synchronized Optional<StoredEnrollment> find(BoardGuid guid, Precedence precedence) {
        calls.add("find " + guid);
        struck(finds, () -> {});
        return Optional.ofNullable(enrollments.get(guid));
    }

    @Override
    public synchronized StoredEnrollment enable(Board board, Activation activation, String etag) {
        calls.add("enable " + board.guid());
        struck(enables, () -> replace(board, activation, etag));
        return enrollments.get(board.guid());
    }

    private void replace(Board board, Activation activation, String etag) {
        var there = enrollments.get(board.guid());
        if (there == null || !there.etag().equals(etag)) {
            throw new DpsException.ChangedMeanwhile("Precondition failed.", new Exception());
        }
        enrollments.put(
                board.guid(),
                storing.apply(new StoredEnrollment(
                        true,
                        board.requireThumbprint(),
                        second(board),
                        "etag-" + ++etags,
                        List.of(activation.iotHub()),
                        true,
                        activation.tags(),
                        activation.desired(),
                        there.assignedHub())));
    }

    @Override
    public synchronized StoredEnrollment disable(Board board, @Nullable String etag) {
        calls.add("disable " + board.guid());
        struck(disables, () -> {
            var there = enrollments.get(board.guid());
            if (there == null ? etag != null : !there.etag().equals(etag)) {
                throw new DpsException.ChangedMeanwhile("Precondition failed.", new Exception());
            }
            enrollments.put(board.guid(), storing.apply(disabled(board)));
        });
        return enrollments.get(board.guid());
    }

    @Override
    public synchronized StoredEnrollment close(Board board, String etag) {
        calls.add("close " + board.guid());
        struck(closes, () -> {
            var there = required(board.guid(), etag);
            enrollments.put(
                    board.guid(),
                    storing.apply(new StoredEnrollment(
                            false,
                            board.requireThumbprint(),
                            second(board),
                            "etag-" + ++etags,
                            there.iotHubs(),
                            there.staticAllocation(),
                            there.tags(),
                            there.desired(),
                            there.assignedHub())));
        });
        return enrollments.get(board.guid());
    }

    private static @Nullable String second(Board board) {
        return board.second() == null ? null : board.second().thumbprint();
    }

    private StoredEnrollment required(BoardGuid guid, String etag) {
        var there = enrollments.get(guid);
        if (there == null || !there.etag().equals(etag)) {
            throw new DpsException.ChangedMeanwhile("Precondition failed.", new Exception());
        }
        return there;
    }

    @Override
    public synchronized void delete(BoardGuid guid, String etag) {
        calls.add("delete " + guid);
        struck(deletes, () -> {
            required(guid, etag);
            enrollments.remove(guid);
        });
    }

    @Override
    public synchronized boolean forgetRegistration(BoardGuid guid) {
        calls.add("forget " + guid);
        struck(forgets, () -> {});
        return assigned(guid, null);
    }

    /** The board registers, and DPS assigns this hub; null: as if it had never registered. @return whether it had before */
    public synchronized boolean assigned(BoardGuid guid, @Nullable String hub) {
        var there = enrollments.get(guid);
        if (there == null) {
            return false;
        }
        enrollments.put(
                guid,
                new StoredEnrollment(
                        there.enabled(),
                        there.thumbprint(),
                        there.secondThumbprint(),
                        there.etag(),
                        there.iotHubs(),
                        there.staticAllocation(),
                        there.tags(),
                        there.desired(),
                        hub));
        return there.assignedHub() != null;
    }

    public synchronized void nextClose(Fault fault) {
        closes.add(fault);
    }

    /** In an order of the service's own. */
    @Override
    public synchronized EnrollmentPage page(@Nullable String continuation, int size) {
        calls.add("page " + continuation);
        struck(pages, () -> {});
        var all = new ArrayList<EnrollmentPage.Entry>();
        enrollments.forEach((guid, stored) -> all.add(new EnrollmentPage.Entry(guid.value(), stored)));
        foreign.forEach(id -> all.add(new EnrollmentPage.Entry(id, disabled("00"))));
        all.sort(Comparator.comparing(
                entry -> new StringBuilder(entry.registrationId()).reverse().toString()));
        var from = continuation == null ? 0 : Integer.parseInt(continuation);
        var to = Math.min(all.size(), from + size);
        return new EnrollmentPage(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    /** Somebody else's device, which is no board. */
    public synchronized void putForeign(String registrationId) {
        foreign.add(registrationId);
    }

    public synchronized void nextPage(Fault fault) {
        pages.add(fault);
    }

    public synchronized void nextDisable(Fault fault) {
        disables.add(fault);
    }

    @Override
    public synchronized Registration registration(BoardGuid guid) {
        calls.add("registration " + guid);
        struck(looks, () -> {});
        return registrations.getOrDefault(guid, new Registration.NotYet());
    }

    public synchronized void register(BoardGuid guid, Registration registration) {
        registrations.put(guid, registration);
    }

    public synchronized void nextLook(Fault fault) {
        looks.add(fault);
    }

    private void struck(Deque<Fault> faults, Runnable effect) {
        watch.run();
        var fault = faults.poll();
        if (fault == null) {
            effect.run();
        } else {
            fault.strike(effect);
        }
        watch.run();
    }

    /** Run before each call is carried out, and after. */
    public void watch(Runnable watcher) {
        watch = watcher;
    }

    @Override
    public Optional<Outage> outage() {
        return Optional.empty();
    }

    @Override
    public Optional<Throttling> throttling() {
        return Optional.empty();
    }

    @Override
    public Optional<WrongClock> wrongClock() {
        return Optional.empty();
    }
}
