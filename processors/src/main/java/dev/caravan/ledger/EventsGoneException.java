package dev.caravan.ledger;

/** A reader would pass over events: it must begin at the oldest that is kept, and read there what it has missed. */
public final class EventsGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventsGoneException(String message) {
        super(message);
    }
}
