package dev.caravan.sftp;

/** The server cannot be talked to, or does not do what it is asked: the hub looks again later. One line, for the operator. */
final class SftpTroubleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SftpTroubleException(String message, Throwable cause) {
        super(message, cause);
    }
}
