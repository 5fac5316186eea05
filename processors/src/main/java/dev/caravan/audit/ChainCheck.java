package dev.caravan.audit;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.AuditEvent;
import dev.caravan.ledger.AuditLog.Head;

/** Follows one chain from its first event, and keeps the first thing that is wrong with it. */
final class ChainCheck {

    private final Cover cover;
    private final @Nullable Head head;
    private String previous = AuditEvent.BEFORE_THE_FIRST;
    private long number;
    private @Nullable String wrong;

    /**
     * @param head the end as the ledger had it before the events were read; there may be more by now
     */
    ChainCheck(Cover cover, @Nullable Head head) {
        this.cover = cover;
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
        if (!event.hash().equals(event.hashAfter(previous)) || "".equals(event.board())) {
            return "event " + event.number() + " (" + event.kind() + ") was changed, or the one before it";
        }
        if (event.number() == cover.contradicted()) {
            return "event " + event.number() + " or one before it was rewritten: a checkpoint has another hash for it";
        }
        return head != null && head.count() == event.number() && !head.hash().equals(event.hash())
                ? "event " + event.number() + " is not the one that the ledger's own end of the chain names"
                : null;
    }

    /** @param now the end as the ledger has it after the events were read */
    Optional<String> end(@Nullable Head now) {
        if (wrong == null && number < cover.last()) {
            wrong = "event " + (number + 1) + " is missing, and all after it up to " + cover.last()
                    + ", which a checkpoint covers";
        }
        if (wrong == null && (now == null ? number > 0 : head != null && number < head.count())) {
            wrong = "event " + (number + 1) + " is missing, or the ledger's own end of the chain";
        }
        if (wrong == null && now != null && now.count() < number) {
            wrong = "event " + (now.count() + 1) + " is there, but the ledger's own end of the chain is before it";
        }
        return Optional.ofNullable(wrong);
    }
}
