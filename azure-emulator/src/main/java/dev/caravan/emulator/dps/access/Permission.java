package dev.caravan.emulator.dps.access;

/** What a shared access policy may allow (documented). */
public enum Permission {
    /** Read and change the service instance itself; no call of the service API asks for it. */
    SERVICE_CONFIG,
    /** Read enrollments and groups, without their keys. */
    ENROLLMENT_READ,
    /** Write and delete enrollments and groups, in bulk too; and read their keys (inferred). */
    ENROLLMENT_WRITE,
    /** Read and query the records of registrations. */
    REGISTRATION_STATUS_READ,
    /** Delete the records of registrations. */
    REGISTRATION_STATUS_WRITE
}
