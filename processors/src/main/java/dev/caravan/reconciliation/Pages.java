package dev.caravan.reconciliation;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.EnrollmentPage;
import dev.caravan.enrollment.Patience;

/** All individual enrollments of a DPS, page after page. */
final class Pages {

    private final Dps dps;
    private final Patience patience;
    private final int size;

    Pages(Dps dps, Patience patience, int size) {
        this.dps = dps;
        this.patience = patience;
        this.size = size;
    }

    void forEach(Consumer<EnrollmentPage> reader) {
        @Nullable String continuation = null;
        do {
            var from = continuation;
            var page = patience.outlasting(() -> dps.page(from, size));
            reader.accept(page);
            continuation = page.continuation();
            if (continuation != null && continuation.equals(from)) {
                throw new IllegalStateException("DPS gives the same page of enrollments again and again");
            }
        } while (continuation != null);
    }
}
