package dev.caravan.certificate;

/** The certificate authority cannot be used as it lies on disk; a person must act. The message is one line. */
public final class CertificateAuthorityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CertificateAuthorityException(String message) {
        super(message);
    }

    CertificateAuthorityException(String message, Throwable cause) {
        super(message, cause);
    }
}
