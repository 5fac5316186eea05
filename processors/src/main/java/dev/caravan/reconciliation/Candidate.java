package dev.caravan.reconciliation;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.SecondCertificate;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.AdoptedBoard;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;

/** Whether an enrollment that the ledger does not know may be adopted, with which certificate, in which state. */
final class Candidate {

    /** Either of the two. */
    sealed interface Verdict {

        /** It goes into the ledger as this. */
        record Adoptable(AdoptedBoard board) implements Verdict {}

        /** It does not, because of this. */
        record Refused(Finding finding) implements Verdict {}
    }

    private Candidate() {}

    /** @param files that may hold the board's certificate */
    static Verdict judge(BoardGuid guid, StoredEnrollment stored, List<Path> files) {
        var seen = new ArrayList<String>();
        var usable = new ArrayList<CertificateFile>();
        for (var file : files) {
            try {
                var certificate = CertificateFile.read(file);
                usable.add(certificate);
                seen.add(file + " holds the one with " + certificate.thumbprint());
            } catch (CertificateException unusable) {
                seen.add(String.valueOf(unusable.getMessage()));
            }
        }
        var first = with(stored.thumbprint(), usable);
        if (first == null) {
            return files.isEmpty() ? unsupplied(guid) : otherCertificate(guid, stored, seen);
        }
        return stored.isRolled()
                ? rolled(guid, stored, first, with(stored.secondThumbprint(), usable))
                : matching(guid, stored, first, null);
    }

    private static @Nullable CertificateFile with(@Nullable String thumbprint, List<CertificateFile> files) {
        return files.stream()
                .filter(file -> file.thumbprint().equalsIgnoreCase(thumbprint))
                .findFirst()
                .orElse(null);
    }

    /** Every change of the enrollment names both certificates, so the hub must have both. */
    private static Verdict rolled(
            BoardGuid guid, StoredEnrollment stored, CertificateFile first, @Nullable CertificateFile second) {
        return second == null
                ? refused(
                        guid,
                        Kind.OTHER_CERTIFICATE,
                        "the enrollment also accepts, in its secondary slot, the certificate with SHA-256 "
                                + stored.secondThumbprint() + ", and no file for the board holds it",
                        "supply it beside the other one, as <guid>.<anything>.pem, and the roll goes on here; or empty the slot"
                                + " in the Azure portal, then adopt again")
                : matching(guid, stored, first, second);
    }

    private static Verdict matching(
            BoardGuid guid, StoredEnrollment stored, CertificateFile certificate, @Nullable CertificateFile second) {
        for (var each : second == null ? List.of(certificate) : List.of(certificate, second)) {
            if (!each.isFor(guid)) {
                return refused(
                        guid,
                        Kind.OTHER_CERTIFICATE,
                        "the common name of the certificate in " + each.file() + " is not the board's GUID, but '"
                                + each.certificate().getSubjectX500Principal() + "'",
                        "DPS would not let the board in; it needs a new identity");
            }
        }
        if (stored.enabled() && !(stored.staticAllocation() && stored.iotHubs().size() == 1)) {
            return refused(
                    guid,
                    Kind.OTHER_HUB,
                    "the enrollment is ENABLED, but not allocated to exactly one hub: " + stored.iotHubs(),
                    "set its allocation policy to static and choose one hub in the Azure portal, then adopt again");
        }
        return new Verdict.Adoptable(new AdoptedBoard(
                guid,
                certificate.thumbprint(),
                certificate.leaf(),
                stored.enabled() ? new Activation(stored.iotHubs().get(0), stored.tags(), stored.desired()) : null,
                second == null ? null : new SecondCertificate(second.thumbprint(), second.leaf())));
    }

    private static Verdict unsupplied(BoardGuid guid) {
        return refused(
                guid,
                Kind.NO_CERTIFICATE,
                "there is no file for the board in the folder",
                "supply its certificate as <guid>.pem: the hub needs it for every change of the enrollment, because DPS"
                        + " never gives it back");
    }

    private static Verdict otherCertificate(BoardGuid guid, StoredEnrollment stored, List<String> seen) {
        return refused(
                guid,
                Kind.OTHER_CERTIFICATE,
                "the enrollment attests "
                        + (stored.thumbprint() == null
                                ? "no client certificate"
                                : "the certificate with SHA-256 " + stored.thumbprint())
                        + ", but " + String.join("; ", seen),
                "supply the certificate that DPS has, or find out whose enrollment it is");
    }

    private static Verdict refused(BoardGuid guid, Kind kind, String what, String advice) {
        return new Verdict.Refused(new Finding(guid.value(), kind, what, advice, Repair.BY_A_PERSON));
    }
}
