package dev.caravan.emulator.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** The faults in force, in the order they were set. Safe for all threads. */
public final class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /**
     * Puts a fault in force and answers its id.
     *
     * @throws IllegalArgumentException when the description is wrong; the message names the field
     */
    public String add(ObjectNode asked) {
        var fault = FaultReader.read("f" + numbers.incrementAndGet(), asked);
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

    /** The first fault that ends the call also ends the judging: those behind it do not count the call. */
    Verdict judge(Attempt attempt) {
        var verdict = new Verdict();
        for (var fault : faults) {
            if (verdict.isFinal()) {
                break;
            }
            fault.fire(attempt).ifPresent(firing -> verdict.add(fault, firing));
        }
        return verdict;
    }
}
