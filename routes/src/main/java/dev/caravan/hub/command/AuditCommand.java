package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import dev.caravan.audit.Verification;
import dev.caravan.ledger.AuditLog;

/** Checks the audit trail against its signed checkpoints, beside a hub that may be running. */
final class AuditCommand implements Command {

    private static final int TAMPERED = 1;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String arguments() {
        return "verify [--signer=PEM]";
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
        var folder = Path.of(configuration.getRequiredProperty("caravan.audit.checkpoint-folder"));
        var own = HubFolders.of(configuration).data().resolve("audit/checkpoint-signer.pem");
        var signer = given.containsOption("signer") ? Path.of(String.join("", given.getOptionValues("signer"))) : own;
        try (var ledger = HubFolders.openLedgerBeside(configuration)) {
            return say(Verification.of(new AuditLog(ledger), folder, read(signer)), signer.equals(own), out);
        }
    }

    private static byte[] read(Path signer) {
        try {
            return Files.readAllBytes(signer);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "the signer's certificate " + signer.toAbsolutePath() + " cannot be read", unreadable);
        }
    }

    private static int say(Verification.Result result, boolean own, PrintStream out) {
        result.findings().forEach(finding -> out.println("TAMPERED: " + finding));
        out.println(String.format(
                Locale.ROOT,
                "%,d events and %,d checkpoints looked at: %s",
                result.events(),
                result.checkpoints(),
                result.findings().isEmpty()
                        ? "every event that a checkpoint covers is what was written"
                        : result.findings().size() + " finding(s)"));
        cannotProve(result, own).forEach(limit -> out.println("not proved: " + limit));
        return result.findings().isEmpty() ? 0 : TAMPERED;
    }

    private static List<String> cannotProve(Verification.Result result, boolean own) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d events after the last checkpoint (%s)",
                        result.unsigned(),
                        result.until().isEmpty() ? "there is none yet" : result.until()),
                "what somebody wrote who has the checkpoint key and its password; nor, unless you keep a copy of the"
                        + " checkpoints elsewhere, that none was cut off at the end",
                own
                        ? "that the signer is the right one: its certificate was taken from the data folder; --signer takes"
                                + " the auditor's own copy"
                        : "anything about data outside the trail");
    }
}
