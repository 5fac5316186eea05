package dev.caravan.emulator.control;

/** What a path of the control port names is not there: a 404 whose {@code error} says so. */
final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotFound(String what) {
        super(what, null, false, false);
    }
}
