package dev.caravan.certificate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;

/**
 * The authorities of this hub that sign leaves, each by its name. One that was put in the place of another while the hub runs is
 * taken when it is next asked for. Thread-safe.
 */
public final class Issuers {

    private static final Logger LOG = LoggerFactory.getLogger(Issuers.class);

    /** The name of the one that issues where nothing chooses another. */
    public static final String DEFAULT = "default";

    private final Map<String, LiveIssuer> issuers;
    private final Map<TokenKey, LiveIssuer> inToken;
    private final List<CertificateAuthority> former;

    private Issuers(
            Map<String, LiveIssuer> issuers, Map<TokenKey, LiveIssuer> inToken, List<CertificateAuthority> former) {
        this.issuers = new TreeMap<>(issuers);
        this.inToken = Map.copyOf(inToken);
        this.former = List.copyOf(former);
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
        var names = new TreeSet<>(others);
        names.add(DEFAULT);
        return inFolder(folder, password, names, tools);
    }

    /** As {@link #openOrFound(Path, Supplier, Collection, CertificateTools)}, of all the names, which need not have the default one. */
    public static Issuers inFolder(
            Path folder, Supplier<char[]> password, Collection<String> names, CertificateTools tools) {
        Supplier<CaFolder> authorities = () -> new CaFolder(folder, password.get(), tools);
        var paths = new CaPaths(folder);
        var issuers = new TreeMap<String, LiveIssuer>();
        for (var name : names) {
            Supplier<LiveIssuer.Opened> opening = name.equals(DEFAULT)
                    ? () -> authorities.get().openOrFoundAlone()
                    : () -> authorities.get().openAlone(name);
            issuers.put(name, LiveIssuer.open(paths.issuer(name).resolve("issuer.p12"), opening));
        }
        return new Issuers(issuers, Map.of(), List.of());
    }

    /** As {@link #openOrFound(Path, Supplier, Collection, CertificateTools)}, for the default issuer alone. */
    public static Issuers openOrFound(Path folder, char[] password, CertificateTools tools) {
        return openOrFound(folder, password::clone, List.of(), tools);
    }

    public Collection<String> names() {
        return issuers.keySet();
    }

    /**
     * Those with their keys in a token. When one cannot be used now, what it is to issue throws
     * {@link dev.caravan.hsm.TokenUnavailableException} until it can.
     *
     * @param known the chains, PEM, of all that have signed under a name: those whose keys are in the token still sign lists
     * @throws CertificateAuthorityException with one line that names the file and what is wrong
     */
    public static Issuers inToken(
            Token token, Collection<TokenKey> keys, Function<String, List<String>> known, CertificateTools tools) {
        var issuers = new TreeMap<String, LiveIssuer>();
        var inToken = new HashMap<TokenKey, LiveIssuer>();
        for (var key : keys) {
            var authority = new TokenAuthority(key, keys, token, tools);
            var issuer = LiveIssuer.open(
                    key.chainFile(),
                    () -> authority.open(known.apply(key.issuer())),
                    present -> authority.instead(present, () -> known.apply(key.issuer())));
            issuers.put(key.issuer(), issuer);
            inToken.put(key, issuer);
        }
        return new Issuers(issuers, inToken, List.of());
    }

    /** These and others, whose names are different. */
    public Issuers with(Issuers others) {
        var all = new TreeMap<>(issuers);
        all.putAll(others.issuers);
        var allInToken = new HashMap<>(inToken);
        allInToken.putAll(others.inToken);
        return new Issuers(all, allInToken, former);
    }

    /**
     * These, and what lies in the folder under the names of those in the token: it issued before they did, and goes on signing
     * the list of that.
     *
     * @param password if it is not there any more, or wrong, they sign no list
     */
    public Issuers withFormer(Path folder, Supplier<char[]> password, CertificateTools tools) {
        var signing = new ArrayList<CertificateAuthority>();
        for (var key : inToken.keySet()) {
            if (CaPaths.isFounded(new CaPaths(folder).issuer(key.issuer()))) {
                try {
                    var opened = new CaFolder(folder, password.get(), tools).openAlone(key.issuer());
                    signing.add(opened.authority());
                    signing.addAll(opened.retired());
                } catch (CertificateAuthorityException | IllegalArgumentException unusable) {
                    LOG.warn("a retired issuer signs no list of revoked certificates: {}", unusable.getMessage());
                }
            }
        }
        return new Issuers(issuers, inToken, signing);
    }

    /**
     * The keys in the token that sign now, after another look for those that are to take their places: a token that was away may
     * be back, and a key may have come later than its chain.
     */
    public List<KeyName> look() {
        inToken.values().forEach(LiveIssuer::again);
        return inToken.entrySet().stream()
                .map(issuer -> issuer.getKey().of(issuer.getValue().now().issuer()))
                .toList();
    }

    /** Of each name under which another authority should sign than does, why. */
    public Map<String, String> troubles() {
        var troubles = new TreeMap<String, String>();
        issuers.forEach((name, issuer) -> issuer.trouble().ifPresent(words -> troubles.put(name, words)));
        return troubles;
    }

    /** Those whose keys are here, or in a token; the retired ones too, which sign lists of what they have issued. */
    public List<CertificateAuthority> all() {
        return Stream.concat(issuers.values().stream().flatMap(issuer -> issuer.all().stream()), former.stream())
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
