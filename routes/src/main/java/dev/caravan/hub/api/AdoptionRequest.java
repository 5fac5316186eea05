package dev.caravan.hub.api;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the caller asks for. */
public record AdoptionRequest(
        @Schema(
                description =
                        "absolute path of a folder on the hub's machine, with the boards' certificates: <guid>.pem in"
                                + " any sub-folder, an outbox or an archive for instance",
                example = "/srv/caravan/outbox",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String folder,

        @Schema(description = "without it, nothing is changed: the run says what it would do", defaultValue = "false")
        @Nullable
        Boolean apply) {

    boolean applies() {
        return Boolean.TRUE.equals(apply);
    }

    Path existingFolder() {
        if (folder == null || folder.isBlank()) {
            throw ApiJson.invalid("field 'folder' is required: the folder with the boards' certificates");
        }
        var path = path(folder);
        if (!path.isAbsolute() || !Files.isDirectory(path) || !Files.isReadable(path)) {
            throw ApiJson.invalid(
                    "field 'folder' must be the absolute path of a folder that the hub's user can read, but is '"
                            + folder + "'");
        }
        return path;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw ApiJson.invalid("field 'folder' is no path: " + wrong.getReason());
        }
    }
}
