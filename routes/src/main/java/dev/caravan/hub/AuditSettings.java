package dev.caravan.hub;

import java.nio.file.Path;

/**
 * The signed checkpoints of the audit trail ({@code caravan.audit}).
 *
 * @param checkpointFolder where they are written outside the database; better on another disk
 */
public record AuditSettings(Path checkpointFolder) {}
