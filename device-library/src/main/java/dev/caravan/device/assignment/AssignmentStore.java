package dev.caravan.device.assignment;

import java.util.Optional;

/** Keeps one device's assignment across power failures. */
public interface AssignmentStore {

    /** The assignment kept, or empty when there is none or it cannot be understood: asking the service again repairs that. */
    Optional<Assignment> load();

    /**
     * Keeps an assignment in place of any earlier one.
     *
     * @throws java.io.UncheckedIOException when it could not be made durable
     */
    void save(Assignment assignment);

    /** Forgets; the next boot asks the service. */
    void clear();
}
