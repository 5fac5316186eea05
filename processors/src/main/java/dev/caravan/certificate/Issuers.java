package dev.caravan.certificate;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.caravan.hsm.Token;

/**
 * The authorities of this hub that sign leaves, each by its name. One that was put in the place of another while the hub runs is
 * taken when it is next asked for. Thread-safe.
 */
public final class Issuers {

    /** The name of the one that issues where nothing chooses another. */
    public static final String DEFAULT = "default";

    private final Map<String, LiveIssuer> issuers;

    private Issuers(Map<String, LiveIssuer> issuers) {
        this.issuers = new TreeMap<>(issuers);
    }

    /**
     * Opens the authorities in {@code folder}, and founds the default one there when nothing of it is present. What a crash left
     * half founded is completed; what was complete once and is not any more is refused, never replaced.
     *
     * @param password opens the key stores; asked for again when one was replaced, and what it gives is not kept
     * @param others further issuers, which must have been founded
     * @throws CertificateAuthorityException with one line that names the file and what to do
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public static Issuers openOrFound(
            Path folder, Supplier<char[]> password, Collection<String> others, CertificateTools tools) {
        Supplier<CaFolder> authorities = () -> new CaFolder(folder, password.get(), tools);
        var paths = new CaPaths(folder);
        var issuers = new TreeMap<String, LiveIssuer>();
        issuers.put(
                DEFAULT,
                LiveIssuer.open(paths.issuer(DEFAULT), () -> authorities.get().openOrFoundAlone()));
        for (var name : others) {
            issuers.put(
                    name,
                    LiveIssuer.open(paths.issuer(name), () -> authorities.get().openAlone(name)));
        }
        return new Issuers(issuers);
    }

    /** As {@link #openOrFound(Path, Supplier, Collection, CertificateTools)}, for the default issuer alone. */
    public static Issuers openOrFound(Path folder, char[] password, CertificateTools tools) {
        return openOrFound(folder, password::clone, List.of(), tools);
    }

    public Collection<String> names() {
        return issuers.keySet();
    }

    /**
     * The default one alone, with its key in a token. When the token cannot be used now, what is issued throws
     * {@link dev.caravan.hsm.TokenUnavailableException} until it can.
     *
     * @param chain PEM file: the certificate of that key first, the root last
     * @param label of the key
     * @throws CertificateAuthorityException with one line that names the file and what is wrong
     */
    public static Issuers inToken(Path chain, Token token, String label, CertificateTools tools) {
        var authority = new TokenAuthority(chain, token, label, tools).open(DEFAULT);
        return new Issuers(Map.of(DEFAULT, LiveIssuer.of(authority)));
    }

    /** Those whose keys are here, or in a token; the retired ones too, which sign lists of what they have issued. */
    public List<CertificateAuthority> all() {
        return issuers.values().stream()
                .flatMap(issuer -> issuer.all().stream())
                .toList();
    }

    public CertificateAuthority byDefault() {
        return named(DEFAULT);
    }

    /**
     * The one that signs under this name now.
     *
     * @throws CertificateAuthorityException if there is none
     */
    public CertificateAuthority named(String name) {
        var issuer = issuers.get(name);
        if (issuer == null) {
            throw new CertificateAuthorityException("there is no issuer named '" + name + "', only " + names()
                    + "; caravan.certificate.issuers names them");
        }
        return issuer.now();
    }
}
