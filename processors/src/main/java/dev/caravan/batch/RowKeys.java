package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.RefusedKeyException;
import dev.caravan.certificate.Thumbprint;

/** What a row says of its board's key: columns of its own, and files beside the batch. */
final class RowKeys {

    static final Set<String> COLUMNS = Set.of(Header.CSR, Header.CERTIFICATE, Header.THUMBPRINT, Header.KEY_MODE);

    private static final String HUB = "hub";
    private static final String REQUEST = "csr";
    private static final String CERTIFICATE = "certificate";
    private static final String EST = "est";
    private static final String MODES = "'hub', 'csr', 'certificate' or 'est'";

    private final GivenKeyRules rules;
    private final KeyFiles files;

    RowKeys(GivenKeyRules rules, KeyFiles files) {
        this.rules = rules;
        this.files = files;
    }

    /** The row cannot be taken; the message names column or file, rule and value. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    /**
     * The key of the board; null where the hub makes it.
     *
     * @param cells by column; empty ones are absent
     */
    @Nullable
    GivenKey of(BoardGuid guid, Map<String, String> cells) {
        var mode = mode(cells);
        if (!mode.equals(CERTIFICATE) && cells.containsKey(Header.THUMBPRINT)) {
            throw new RefusedException(column(Header.THUMBPRINT)
                    + " is filled, but the certificate is missing: DPS does not enroll a board by the thumbprint of its"
                    + " certificate, it wants the certificate itself. Put it into column 'certificate'; the thumbprint is "
                    + Shown.quoted(cells.get(Header.THUMBPRINT)));
        }
        return switch (mode) {
            case REQUEST -> key(guid, Header.CSR, cells, KeyFiles.REQUEST, rules::request);
            case CERTIFICATE ->
                withThumbprint(key(guid, Header.CERTIFICATE, cells, KeyFiles.CERTIFICATE, rules::certificate), cells);
            case EST -> GivenKey.AWAITED;
            default -> null;
        };
    }

    private static String mode(Map<String, String> cells) {
        if (cells.containsKey(Header.CSR) && cells.containsKey(Header.CERTIFICATE)) {
            throw new RefusedException("columns 'csr' and 'certificate' are both filled: a board that has a certificate"
                    + " needs no other one; empty one of them");
        }
        var filled = cells.containsKey(Header.CSR) ? REQUEST : cells.containsKey(Header.CERTIFICATE) ? CERTIFICATE : "";
        var written = cells.get(Header.KEY_MODE);
        if (written == null) {
            return filled.isEmpty() ? HUB : filled;
        }
        var mode = written.toLowerCase(Locale.ROOT);
        if (!Set.of(HUB, REQUEST, CERTIFICATE, EST).contains(mode)) {
            throw new RefusedException(
                    column(Header.KEY_MODE) + " must be " + MODES + ", or empty, but is " + Shown.quoted(written));
        }
        if (!filled.isEmpty() && !mode.equals(filled)) {
            throw new RefusedException(column(Header.KEY_MODE) + " must be '" + filled + "', or empty, where column '"
                    + filled + "' is filled, but is " + Shown.quoted(written));
        }
        return mode;
    }

    private GivenKey key(
            BoardGuid guid,
            String column,
            Map<String, String> cells,
            List<String> suffixes,
            BiFunction<BoardGuid, byte[], GivenKey> judge) {
        var cell = cells.get(column);
        if (cell != null) {
            return judge(column(column), () -> judge.apply(guid, cell.getBytes(StandardCharsets.UTF_8)));
        }
        for (var suffix : suffixes) {
            var file = files.find(guid + suffix);
            if (file.isPresent()) {
                return judge("file '" + guid + suffix + "'", () -> judge.apply(guid, file.get()));
            }
        }
        throw new RefusedException(column(Header.KEY_MODE) + " is '" + column + "', so the board's " + column
                + " must be " + files.place(column, guid + suffixes.get(0)));
    }

    private static GivenKey judge(String place, Supplier<GivenKey> judge) {
        try {
            return judge.get();
        } catch (RefusedKeyException refused) {
            throw new RefusedException(place + ": " + refused.getMessage());
        }
    }

    /** A thumbprint beside the certificate must be the certificate's: one of the two is of another board otherwise. */
    private static GivenKey withThumbprint(GivenKey key, Map<String, String> cells) {
        var written = cells.get(Header.THUMBPRINT);
        var actual = Thumbprint.of(Base64.getDecoder().decode(key.requireContent()));
        if (written != null && !written.replaceAll("[: ]", "").equalsIgnoreCase(actual)) {
            throw new RefusedException(column(Header.THUMBPRINT) + " must be empty, or SHA-256 of the certificate, "
                    + actual + ", but is " + Shown.quoted(written));
        }
        return key;
    }

    private static String column(String name) {
        return "column '" + name + "'";
    }
}
