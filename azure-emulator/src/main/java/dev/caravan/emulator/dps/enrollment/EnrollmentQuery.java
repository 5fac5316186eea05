package dev.caravan.emulator.dps.enrollment;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.paging.PageRequest;
import dev.caravan.emulator.dps.paging.QueryText;
import dev.caravan.emulator.wire.http.Answer;

/** {@code POST /enrollments/query} and {@code POST /enrollmentGroups/query}. */
public final class EnrollmentQuery {

    private final EnrollmentStore store;
    private final QueryText text;

    /** Queries over all of a store. */
    public EnrollmentQuery(EnrollmentStore store) {
        this.store = store;
        this.text = QueryText.of(store.kind().plural());
    }

    /** One page; without symmetric keys and registrations (seen). */
    public Answer run(ObjectNode body, PageRequest request) {
        text.check(body);
        return store.page(request).answer(store.kind().itemType(), enrollment -> enrollment.show(Keys.OMITTED, null));
    }
}
