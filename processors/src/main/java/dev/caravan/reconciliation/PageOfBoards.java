package dev.caravan.reconciliation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.EnrollmentPage;
import dev.caravan.enrollment.StoredEnrollment;

/** The boards among the enrollments of a page. A DPS may serve other devices too, whose ids are no GUIDs. */
final class PageOfBoards {

    private PageOfBoards() {}

    static Map<BoardGuid, StoredEnrollment> of(EnrollmentPage page, Tally tally) {
        Map<BoardGuid, StoredEnrollment> boards = new LinkedHashMap<>();
        for (var entry : page.entries()) {
            guid(entry.registrationId()).ifPresentOrElse(guid -> boards.put(guid, entry.stored()), tally::noBoard);
        }
        tally.enrollments(page.entries().size());
        return boards;
    }

    private static Optional<BoardGuid> guid(String registrationId) {
        try {
            return Optional.of(BoardGuid.parse(registrationId));
        } catch (IllegalArgumentException noGuid) {
            return Optional.empty();
        }
    }
}
