package dev.caravan.emulator.dps;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One record for each device that ever tried to register with a matching enrollment. Safe for all threads. */
final class RegistrationStore {

    private final ConcurrentHashMap<String, Registration> byId = new ConcurrentHashMap<>();

    Optional<Registration> find(String id) {
        return Optional.ofNullable(byId.get(RegistrationIds.key(id)));
    }

    /** What an enrollment shows of its registration. */
    ObjectNode stateOf(String id) {
        return find(id).map(Registration::show).orElseGet(() -> Registration.unassigned(id));
    }

    /** Two registrations of one device exclude each other; those of two devices do not. */
    Registration write(String id, Function<@Nullable Registration, Registration> change) {
        var written = byId.compute(RegistrationIds.key(id), (key, before) -> change.apply(before));
        if (written == null) {
            throw new IllegalStateException("a registration was written as nothing");
        }
        return written;
    }

    /** 404 when there is none, 412 when the condition does not hold. */
    void delete(String id, IfMatch condition) {
        byId.compute(RegistrationIds.key(id), (key, before) -> {
            if (before == null) {
                throw DpsError.noRegistration();
            }
            condition.check(before.etag());
            return null;
        });
    }

    /** Without a word when there is none: an enrollment takes its record along (inferred). */
    void forget(String id) {
        byId.remove(RegistrationIds.key(id));
    }

    Collection<Registration> all() {
        return byId.values();
    }

    int count() {
        return byId.size();
    }

    void clear() {
        byId.clear();
    }
}
