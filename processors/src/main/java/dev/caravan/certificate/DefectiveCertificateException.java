package dev.caravan.certificate;

/** A certificate was made that is not what was asked for. It has not left the issuer; the message says what differs. */
public final class DefectiveCertificateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DefectiveCertificateException(String message) {
        super(message);
    }

    DefectiveCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
