package dev.caravan.emulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

import com.microsoft.azure.sdk.iot.provisioning.security.SecurityProviderSymmetricKey;

/** A symmetric key as devices use it, computed without the emulator's own code. */
record DeviceKey(byte[] bytes) {

    static DeviceKey of(String base64) {
        return new DeviceKey(Base64.getDecoder().decode(base64));
    }

    /** The key of one device of a group, by this key of the group. */
    DeviceKey derive(String registrationId) {
        return new DeviceKey(hmac(registrationId));
    }

    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A token for registering, good for a minute. */
    String token(String idScope, String registrationId) {
        return token(idScope, registrationId, Instant.now().plusSeconds(60));
    }

    String token(String idScope, String registrationId, Instant expiry) {
        var resource = encoded(idScope + "/registrations/" + registrationId);
        var signature = Base64.getEncoder().encodeToString(hmac(resource + "\n" + expiry.getEpochSecond()));
        return "SharedAccessSignature sr=" + resource + "&sig=" + encoded(signature) + "&se=" + expiry.getEpochSecond()
                + "&skn=registration";
    }

    /** As the Java SDK wants it (the bytes of the base64), with the emulator's authority as the only trust anchor. */
    SecurityProviderSymmetricKey provider(String registrationId, X509Certificate authority) {
        return new SecurityProviderSymmetricKey(base64().getBytes(StandardCharsets.US_ASCII), registrationId) {
            @Override
            public SSLContext getSSLContext() {
                return TestIdentity.anonymousTls(authority);
            }
        };
    }

    private byte[] hmac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
