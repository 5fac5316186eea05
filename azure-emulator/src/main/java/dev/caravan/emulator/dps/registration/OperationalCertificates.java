package dev.caravan.emulator.dps.registration;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.issuing.IssuingAuthority;
import dev.caravan.emulator.dps.issuing.SigningRequest;
import dev.caravan.emulator.hub.Authentication;

/** Certificates for the signing requests that devices send along, where the preview is switched on. */
public final class OperationalCertificates {

    private final @Nullable IssuingAuthority authority;

    /** Without an authority a signing request is not looked at. */
    public OperationalCertificates(@Nullable IssuingAuthority authority) {
        this.authority = authority;
    }

    /**
     * What the device will show its hub: the issued certificate, which the hub then knows by its thumbprint (inferred), or
     * what it has shown here. 400 for a request that is not for its name or not its own, or when the enrollment names no
     * credential policy (inferred).
     */
    Issued of(Applicant applicant) {
        var csr = applicant.request().csr();
        return authority == null || csr.isEmpty() || !applicant.isEnabled()
                ? Issued.nothing(applicant.admitted().proof())
                : issue(authority, applicant, csr);
    }

    private static Issued issue(IssuingAuthority authority, Applicant applicant, Optional<String> csr) {
        var policy = applicant
                .admitted()
                .enrollment()
                .settings()
                .credentialPolicy()
                .orElseThrow(() -> DpsError.invalid("The enrollment names no credentialPolicyName."));
        var chain = authority.issue(request(csr.orElseThrow(), applicant.claim().registrationId()), policy).stream()
                .map(OperationalCertificates::der)
                .toList();
        return new Issued(
                Authentication.thumbprint(
                        EnrolledCertificate.ofDer(chain.get(0)).sha256()),
                chain.stream().map(Base64.getEncoder()::encodeToString).toList());
    }

    private static SigningRequest request(String csr, String registrationId) {
        try {
            var request = SigningRequest.read(csr);
            if (!request.isFor(registrationId)) {
                throw DpsError.invalid("The common name of the csr must be the registrationId.");
            }
            return request;
        } catch (SigningRequest.Unusable unusable) {
            throw DpsError.invalid(String.valueOf(unusable.getMessage()));
        }
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
