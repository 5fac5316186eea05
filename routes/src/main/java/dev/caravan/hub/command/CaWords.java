package dev.caravan.hub.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;

import dev.caravan.certificate.CaLife;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.RootFile;
import dev.caravan.hub.home.KeyStorePassword;

/** The arguments of {@link CaCommand}. */
final class CaWords {

    private static final Set<String> OF_A_CHANGE =
            Set.of("issuer", "root-key", "root-password-file", "root-years", "issuer-years", "csr", "signed");

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "init", OF_A_CHANGE,
            "rotate",
                    Set.of(
                            "issuer",
                            "root-key",
                            "root-password-file",
                            "root-years",
                            "issuer-years",
                            "csr",
                            "signed",
                            "new-root"),
            "export-root", Set.of("root-password-file", "remove"),
            "prove", Set.of("challenge", "issuer", "root", "root-key", "root-password-file"),
            "status", Set.of(),
            "forecast", Set.of(CaForecast.BEFORE));

    private final ApplicationArguments given;
    private final String action;
    private final List<String> rest;

    private CaWords(ApplicationArguments given, String action, List<String> rest) {
        this.given = given;
        this.action = action;
        this.rest = rest;
    }

    static CaWords of(ApplicationArguments given) {
        var words = given.getNonOptionArgs();
        var action = words.isEmpty() ? "" : words.get(0);
        var options = KNOWN.get(action);
        if (options == null) {
            throw new BadCommandLineException("init, rotate, export-root, prove, status or forecast");
        }
        given.getOptionNames().stream()
                .filter(option -> !option.startsWith("caravan.") && !options.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new BadCommandLineException("--" + option + " does not go with " + action);
                });
        var read = new CaWords(given, action, words.subList(1, words.size()));
        read.require();
        return read;
    }

    private void require() {
        var ways = List.of("root-key", "csr", "signed", "new-root").stream()
                .filter(this::has)
                .toList();
        if (ways.size() > 1) {
            throw new BadCommandLineException("--" + ways.get(0) + " and --" + ways.get(1) + " do not go together");
        }
        if (has("root-key") && !has("root-password-file")) {
            throw new BadCommandLineException("--root-key needs --root-password-file");
        }
        var words = action.equals("export-root")
                        || action.equals("prove") && value("challenge").isEmpty()
                ? 1
                : 0;
        if (rest.size() != words) {
            throw new BadCommandLineException(
                    action + " takes " + words + " argument(s) beside its options, but there are " + rest.size());
        }
    }

    String action() {
        return action;
    }

    boolean has(String option) {
        return given.containsOption(option);
    }

    String value(String option) {
        return PrincipalWords.only(given, option);
    }

    String issuer() {
        return has("issuer") ? value("issuer") : Issuers.DEFAULT;
    }

    /** With or without an equals sign before it. */
    String challenge() {
        return value("challenge").isEmpty() ? rest.get(0) : value("challenge");
    }

    Path file() {
        return Path.of(rest.get(0));
    }

    /** Null if the root's key lies where the others do. */
    @Nullable
    RootFile root() {
        return has("root-key") ? rootFile(Path.of(value("root-key"))) : null;
    }

    RootFile rootFile(Path file) {
        var password = value("root-password-file");
        if (password.isEmpty()) {
            throw new BadCommandLineException("--root-password-file must name the file with the password of " + file);
        }
        return new RootFile(file, KeyStorePassword.read("--root-password-file", Path.of(password)));
    }

    CaLife life() {
        return new CaLife(
                years("root-years", CaLife.USUAL.rootYears()), years("issuer-years", CaLife.USUAL.issuerYears()));
    }

    private int years(String option, int usual) {
        try {
            return has(option) ? Integer.parseInt(value(option)) : usual;
        } catch (NumberFormatException wrong) {
            throw new BadCommandLineException(
                    "--" + option + " must be a number of years, but is '" + value(option) + "'");
        }
    }
}
