package dev.caravan.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AuditEvent;
import dev.caravan.ledger.AuditLog.Head;

/** Follows one chain from its first event, and keeps the first thing that is wrong with it. */
final class ChainCheck {

    private final Map<Long, String> signed;
    private final @Nullable Head head;
    private String previous = AuditEvent.BEFORE_THE_FIRST;
    private long number;
    private @Nullable String wrong;

    /**
     * @param signed hashes that checkpoints have for numbers of events
     * @param head the end as the ledger had it before the events were read; there may be more by now
     */
    ChainCheck(Map<Long, String> signed, @Nullable Head head) {
        this.signed = signed;
        this.head = head;
    }

    void add(AuditEvent event) {
        if (wrong == null) {
            wrong = whatIsWrong(event);
        }
        previous = event.hash();
        number = event.number();
    }

    /** Rows whose number does not grow: SQLite takes any value for a number. */
    void refuseRest(List<AuditEvent> rows) {
        if (wrong == null && !rows.isEmpty()) {
            wrong = "event " + rows.get(0).number() + " has a number that is none";
        }
    }

    private @Nullable String whatIsWrong(AuditEvent event) {
        if (event.number() <= number) {
            return "event " + event.number() + " does not belong there";
        }
        if (event.number() != number + 1) {
            return "event " + (number + 1) + " is missing";
        }
        if (!event.hash().equals(event.hashAfter(previous))) {
            return "event " + event.number() + " (" + event.kind() + ") was changed, or the one before it";
        }
        var hash = signed.get(event.number());
        if (hash != null && !hash.equals(event.hash())) {
            return "event " + event.number() + " or one before it was rewritten: a checkpoint has another hash for it";
        }
        return head != null && head.count() == event.number() && !head.hash().equals(event.hash())
                ? "event " + event.number() + " is not the one that the ledger's own end of the chain names"
                : null;
    }

    /** @param covered the last event that a checkpoint covers */
    Optional<String> end(long covered) {
        if (wrong == null && number < covered) {
            wrong = "event " + (number + 1) + " is missing, and all after it up to " + covered
                    + ", which a checkpoint covers";
        }
        if (wrong == null && (head == null || number < head.count())) {
            wrong = "event " + (number + 1) + " is missing, or the ledger's own end of the chain";
        }
        return Optional.ofNullable(wrong);
    }
}
