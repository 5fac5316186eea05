package dev.caravan.emulator.dps.enrollment;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.dps.form.DpsError;

/** The two kinds of enrollments, and the words in which they differ. */
public enum Kind {
    /** One device, known by its registrationId. */
    INDIVIDUAL("enrollments", "registrationId", "Enrollment") {
        @Override
        public DpsError missing() {
            return DpsError.of(404, 404201, "Enrollment not found.");
        }

        @Override
        DpsError exists() {
            return DpsError.of(409, 409201, "Enrollment already exists.");
        }
    },
    /** Any number of devices that prove to belong together. */
    GROUP("enrollmentGroups", "enrollmentGroupId", "EnrollmentGroup") {
        @Override
        public DpsError missing() {
            return DpsError.of(404, 404204, "EnrollmentGroup not found.");
        }

        @Override
        DpsError exists() {
            return DpsError.of(409, 409202, "EnrollmentGroup already exists.");
        }
    };

    private final String plural;
    private final String idField;
    private final String itemType;

    Kind(String plural, String idField, String itemType) {
        this.plural = plural;
        this.idField = idField;
        this.itemType = itemType;
    }

    /** First segment of the path, table of a query, list in a bulk operation. */
    public String plural() {
        return plural;
    }

    /** The member that holds the id. */
    public String idField() {
        return idField;
    }

    /** What a query calls its items (seen; the Java SDK requires it). */
    String itemType() {
        return itemType;
    }

    /** The id in a body; empty when there is none. */
    String idIn(JsonNode enrollment) {
        return enrollment.path(idField).asText();
    }

    /** There is no such enrollment. */
    public abstract DpsError missing();

    /** The id is taken. */
    abstract DpsError exists();
}
