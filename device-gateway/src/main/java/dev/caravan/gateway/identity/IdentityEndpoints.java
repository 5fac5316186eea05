package dev.caravan.gateway.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where identity files come from and where outcomes go.
 *
 * @param files hands out each complete file once per version, as a {@code File}
 * @param ticks fires when it is time to look for files that have gone
 * @param settled takes each {@link IntakeOutcome}
 */
public record IdentityEndpoints(String files, String ticks, String settled) {

    /**
     * A folder on disk. A file counts as complete when it was left alone for a second; {@code .part} and hidden files are passed
     * over. Files are read where they are and never moved.
     */
    public static IdentityEndpoints of(Path folder) {
        String files = "file:" + folder.toAbsolutePath()
                + "?noop=true&idempotentRepository=#seenFiles&idempotentKey=RAW(" + SeenFiles.KEY + ")"
                + "&include=" + encoded("(?i).*\\.(pem|p12|pfx)")
                + "&readLock=changed&readLockMinAge=1000&readLockCheckInterval=200&readLockMarkerFile=false"
                + "&readLockLoggingLevel=OFF&delay=1000&initialDelay=0&autoCreate=false";
        return new IdentityEndpoints(
                files, "timer:identities-gone?period=5000", "log:dev.caravan.gateway.identity?level=DEBUG");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
