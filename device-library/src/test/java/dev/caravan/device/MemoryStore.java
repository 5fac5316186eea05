package dev.caravan.device;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.assignment.AssignmentStore;

/** Forgets at power-off; enough where power stays on. */
final class MemoryStore implements AssignmentStore {

    private volatile @Nullable Assignment kept;

    @Override
    public Optional<Assignment> load() {
        return Optional.ofNullable(kept);
    }

    @Override
    public void save(Assignment assignment) {
        kept = assignment;
    }

    @Override
    public void clear() {
        kept = null;
    }
}
