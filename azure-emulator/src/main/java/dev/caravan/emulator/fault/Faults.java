package dev.caravan.emulator.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
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
}
