package dev.caravan.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;
import dev.caravan.emulator.wire.Transport;

/** The faults in force, in the order they were set. Safe for all threads. */
public final class Faults {

    private final long seed;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** None in force; the seed decides the chances of faults that bring no seed of their own. */
    public Faults(long seed) {
        this.seed = seed;
    }

    /**
     * Puts a fault in force and answers its id.
     *
     * @throws IllegalArgumentException when the description is wrong; the message names the field
     */
    public String add(ObjectNode asked) {
        var number = numbers.incrementAndGet();
        var fault = FaultReader.read("f" + number, asked, seed * 31 + number);
        faults.add(fault);
        return fault.id();
    }

    /** All faults, each with how often it matched and fired. */
    public ArrayNode show() {
        var all = Json.array();
        faults.forEach(fault -> all.add(fault.show()));
        return all;
    }

    /** False when there is no such fault. */
    public boolean remove(String id) {
        return faults.removeIf(fault -> fault.id().equals(id));
    }

    /** Ends all faults. */
    public void clear() {
        faults.clear();
    }

    /** Ends all faults and counts from f1 again, so that a run can be repeated exactly. */
    public void reset() {
        faults.clear();
        numbers.set(0);
    }

    /** The first fault that ends the call also ends the judging: those behind it do not count the call. */
    Verdict judge(Attempt attempt, Transport transport) {
        var verdict = new Verdict(attempt);
        for (var fault : faults) {
            if (verdict.isFinal()) {
                break;
            }
            fault.fire(attempt, transport).ifPresent(firing -> verdict.add(fault, firing));
        }
        return verdict;
    }

    /** Whether a handshake has anything to fear; when not, nobody needs to look into it. */
    boolean concernTls() {
        return faults.stream().anyMatch(fault -> fault.isAboutTls() && !fault.isSpent());
    }

    /** The first fault that refuses this handshake. */
    Optional<Fault> judgeTls(Attempt handshake, Transport transport) {
        return faults.stream()
                .filter(Fault::isAboutTls)
                .filter(fault -> fault.fire(handshake, transport).isPresent())
                .findFirst();
    }

    /** The faults in a snapshot, with how often each was met: a restored one goes on where it was. */
    public Chapter chapter() {
        return new Chapter() {
            @Override
            public String name() {
                return "faults";
            }

            @Override
            public Stream<ObjectNode> items() {
                return faults.stream().map(Fault::archive);
            }

            @Override
            public Intake begin() {
                return new Restoring();
            }
        };
    }

    private final class Restoring implements Chapter.Intake {

        private final List<Fault> next = new ArrayList<>();
        private int last;

        @Override
        public void take(Item item) {
            var number = item.count("number");
            var fault = FaultReader.read("f" + number, item.object("asked"), seed * 31 + number);
            fault.met(item.count("matched"), item.count("fired"));
            next.add(fault);
            last = Math.max(last, number);
        }

        @Override
        public void commit() {
            faults.clear();
            faults.addAll(next);
            numbers.set(last);
        }
    }
}
