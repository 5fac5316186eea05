package dev.caravan.certificate;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which issuer signs a board's certificate: the one that its row names, otherwise its file's folder's, otherwise its
 * consignee's, otherwise the default one.
 */
public final class IssuerChoice {

    private static final String KEY = "caravan.certificate.issuers";

    private final Map<String, IssuerSettings> names = new HashMap<>();
    private final Map<Path, String> inboxes = new HashMap<>();
    private final Map<String, String> consignees = new HashMap<>();

    /** @throws IllegalArgumentException if two issuers want the same boards, or have one name */
    public IssuerChoice(List<IssuerSettings> issuers) {
        for (var issuer : issuers) {
            if (issuer.name().equals(Issuers.DEFAULT) || names.put(issuer.name(), issuer) != null) {
                throw new IllegalArgumentException(KEY + ": the name '" + issuer.name() + "' is taken");
            }
            issuer.inboxes().forEach(inbox -> put(inboxes, inbox, issuer.name()));
            issuer.consignees().forEach(consignee -> put(consignees, consignee, issuer.name()));
        }
    }

    private static <K> void put(Map<K, String> chosen, K key, String issuer) {
        var other = chosen.put(key, issuer);
        if (other != null) {
            throw new IllegalArgumentException(
                    KEY + ": '" + key + "' chooses one issuer only, but '" + other + "' and '" + issuer + "' name it");
        }
    }

    /** The folders that choose, and what. */
    public Map<Path, String> byInbox() {
        return Map.copyOf(inboxes);
    }

    /**
     * The issuer's name; a row's is taken as it is, known or not.
     *
     * @param row what the board's row says
     * @param folder what the folder of its file has chosen when it was taken
     */
    public String of(@Nullable String row, @Nullable String folder, @Nullable String consignee) {
        if (row != null) {
            return row;
        }
        return folder == null ? consignees.getOrDefault(consignee, Issuers.DEFAULT) : folder;
    }
}
