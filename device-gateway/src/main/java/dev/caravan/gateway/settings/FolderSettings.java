package dev.caravan.gateway.settings;

import java.nio.file.Path;

/**
 * Both are made at start where they are missing.
 *
 * @param identities where identity files are put; they stay there
 * @param data what the gateway keeps: tokens, assignments, states
 */
public record FolderSettings(Path identities, Path data) {}
