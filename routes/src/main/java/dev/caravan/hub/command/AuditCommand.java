package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import dev.caravan.audit.Verification;
import dev.caravan.ledger.AuditLog;

/** Checks the audit trail against its signed checkpoints, beside a hub that may be running. */
final class AuditCommand implements Command {

    private static final int TAMPERED = 1;
    private static final int RESTORED = 3;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String arguments() {
        return "verify [--signer=PEM]...";
    }

    @Override
    public String purpose() {
        return "checks the audit trail against its signed checkpoints";
    }

    @Override
    public Set<String> options() {
        return Set.of("signer");
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        if (!OneWord.of(given, "what to do").equals("verify")) {
            throw new BadCommandLineException("there is only 'verify'");
        }
        var own = !given.containsOption("signer");
        var signers = own
                ? List.of(HubFolders.of(configuration).data() + "/audit/checkpoint-signer.pem")
                : given.getOptionValues("signer");
        var pem = signers.stream().map(signer -> read(Path.of(signer))).collect(Collectors.joining("\n"));
        try (var ledger = HubFolders.openLedgerBeside(configuration)) {
            return say(
                    Verification.of(
                            new AuditLog(ledger),
                            HubFolders.checkpoints(configuration),
                            pem.getBytes(StandardCharsets.ISO_8859_1)),
                    own,
                    out);
        }
    }

    private static String read(Path signer) {
        try {
            return Files.readString(signer, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "the signer's certificate " + signer.toAbsolutePath() + " cannot be read", unreadable);
        }
    }

    private static int say(Verification.Result result, boolean own, PrintStream out) {
        result.findings().forEach(finding -> out.println("TAMPERED: " + finding));
        result.restores().forEach(restore -> out.println("RESTORED: " + restore));
        result.bySigner()
                .forEach((signer, count) -> out.println(String.format(
                        Locale.ROOT, "signed by '%s': %,d of %,d checkpoints", signer, count, result.checkpoints())));
        out.println(String.format(
                Locale.ROOT,
                "%,d events and %,d checkpoints looked at: %s",
                result.events(),
                result.checkpoints(),
                result.findings().isEmpty()
                        ? "every event that a checkpoint covers is what was written"
                        : result.findings().size() + " finding(s)"));
        cannotProve(result, own).forEach(limit -> out.println("not proved: " + limit));
        if (!result.findings().isEmpty()) {
            return TAMPERED;
        }
        return result.restores().isEmpty() ? 0 : RESTORED;
    }

    private static List<String> cannotProve(Verification.Result result, boolean own) {
        var limits = new ArrayList<String>();
        limits.add(String.format(
                Locale.ROOT,
                "%,d events after the last checkpoint (%s)",
                result.unsigned(),
                result.until().isEmpty() ? "there is none yet" : result.until()));
        limits.add("what somebody wrote who has the checkpoint key and its password; nor, unless you keep a copy of the"
                + " checkpoints elsewhere, that none was cut off at the end");
        limits.add("anything about data outside the trail");
        if (own) {
            limits.add(
                    "that the signer is the right one: its certificate was taken from the data folder; --signer, once"
                            + " for each hub, takes the auditor's own copy");
        }
        return limits;
    }
}
