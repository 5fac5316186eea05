package dev.caravan.enrollment;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some of the individual enrollments of a DPS.
 *
 * @param continuation asks for the next page; null on the last one
 */
public record EnrollmentPage(List<Entry> entries, @Nullable String continuation) {

    /**
     * One enrollment.
     *
     * @param registrationId as the service writes it; it need not be a board's
     * @param stored never with the assigned hub, which only the read of one enrollment tells
     */
    public record Entry(String registrationId, StoredEnrollment stored) {}
}
