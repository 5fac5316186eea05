package dev.caravan.hub.tls;

/**
 * Certificate and key of the server ({@code caravan.http.tls}), both or none.
 *
 * @param certificate PEM file: the server's certificate, followed by those that lead to its authority; empty for no TLS
 * @param key PEM file with the private key, PKCS#8 without a password
 */
public record TlsSettings(String certificate, String key) {

    public TlsSettings {
        if (certificate.isBlank() != key.isBlank()) {
            throw new IllegalArgumentException("caravan.http.tls: certificate and key belong together; only "
                    + (key.isBlank() ? "the certificate" : "the key") + " is set");
        }
    }

    public boolean on() {
        return !certificate.isBlank();
    }
}
