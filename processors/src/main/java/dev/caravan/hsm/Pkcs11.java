package dev.caravan.hsm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;

/** One token, through the JDK's SunPKCS11. Any number of calls at once, once it is open. */
final class Pkcs11 {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] NOTHING = {};

    /** What is made here stays here. */
    private static final String TEMPLATES = """
            attributes(generate, *, *) = { CKA_TOKEN = true }
            attributes(generate, CKO_PRIVATE_KEY, *) = { CKA_PRIVATE = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false CKA_SIGN = true }
            attributes(generate, CKO_PRIVATE_KEY, CKK_RSA) = { CKA_DECRYPT = false CKA_UNWRAP = false }
            attributes(generate, CKO_SECRET_KEY, *) = { CKA_PRIVATE = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false CKA_ENCRYPT = true CKA_DECRYPT = true }
            """;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private Provider provider = Security.getProvider("SUN");
    private KeyList list = new KeyList(provider);

    byte[] call(String what, String key, String detail, byte[] content) throws Exception {
        return switch (what) {
            case "open" -> open(key, detail, content);
            case "look" -> look(key);
            case "sign", "encrypt", "decrypt" -> use(what, key, detail, content);
            case "pairs" -> list.pairs();
            case "make-pair" -> makePair(detail);
            case "make-secret" -> makeSecret(key);
            case "certify" -> certify(key, detail, content);
            default -> throw new IllegalArgumentException("unknown call " + what);
        };
    }

    private byte[] open(String library, String label, byte[] pin) throws GeneralSecurityException, IOException {
        provider = find(library, label);
        list = new KeyList(provider);
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pin)).array();
        try {
            ((AuthProvider) provider).login(null, asked -> answer(asked, text));
        } finally {
            Arrays.fill(text, '\0');
            Arrays.fill(pin, (byte) 0);
        }
        return NOTHING;
    }

    private static void answer(Callback[] asked, char[] pin) {
        for (var each : asked) {
            if (each instanceof PasswordCallback password) {
                password.setPassword(pin);
            }
        }
    }

    /** The provider knows slots by number only, and numbers change; what it prints about a token has the label. */
    private static Provider find(String library, String label) {
        var seen = new TreeSet<String>();
        for (var index = 0; true; index++) {
            var printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                var slot = slot(library, index);
                var found = label(printed.toString(StandardCharsets.UTF_8));
                if (found.equals(label)) {
                    return slot;
                }
                seen.add(found);
            } catch (ProviderException unusable) {
                if (printed.size() == 0) {
                    throw unusable;
                }
                if (isBeyondTheLast(unusable)) {
                    seen.remove("");
                    throw new ProviderException("there is no token labelled '" + label + "', only " + seen);
                }
            }
        }
    }

    private static Provider slot(String library, int index) {
        return Security.getProvider("SunPKCS11")
                .configure("--name = caravan\nlibrary = \"" + library + "\"\nslotListIndex = " + index
                        + "\nshowInfo = true\n" + TEMPLATES);
    }

    /** Not only a slot without a token, or with one that was never initialized. */
    private static boolean isBeyondTheLast(ProviderException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("slotListIndex")) {
                return true;
            }
        }
        return false;
    }

    private static String label(String printed) {
        return printed.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("label:"))
                .map(line -> line.substring("label:".length()).strip())
                .findFirst()
                .orElse("");
    }

    /** A key that was taken away, or put back, has another handle than the one that is remembered. */
    private byte[] use(String what, String id, String detail, byte[] content) throws Exception {
        var remembered = keys.get(id);
        if (remembered != null) {
            try {
                return use(what, remembered, detail, content);
            } catch (GeneralSecurityException | ProviderException failure) {
                keys.remove(id, remembered);
            }
        }
        return use(what, key(id), detail, content);
    }

    private byte[] use(String what, Key key, String detail, byte[] content) throws GeneralSecurityException {
        return switch (what) {
            case "sign" -> sign((PrivateKey) key, detail, content);
            case "encrypt" -> encrypt(key, content);
            default -> decrypt(key, content);
        };
    }

    /** SunPKCS11 has no NONEwithRSA, but with a private key its cipher has the token make a signature (CKM_RSA_PKCS). */
    private byte[] sign(PrivateKey key, String algorithm, byte[] content) throws GeneralSecurityException {
        if (algorithm.equals("NONEwithRSA")) {
            var padding = Cipher.getInstance("RSA/ECB/PKCS1Padding", provider);
            padding.init(Cipher.ENCRYPT_MODE, key);
            return padding.doFinal(content);
        }
        var signature = Signature.getInstance(algorithm, provider);
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    /** AES-GCM with the nonce in front: it is the only authenticated mode that SunPKCS11 has. */
    private byte[] encrypt(Key key, byte[] content) throws GeneralSecurityException {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        var encrypted = cipher.doFinal(content);
        return ByteBuffer.allocate(NONCE_BYTES + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    private byte[] decrypt(Key key, byte[] content) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, content, 0, NONCE_BYTES));
        return cipher.doFinal(content, NONCE_BYTES, content.length - NONCE_BYTES);
    }

    private byte[] makePair(String algorithmAndBits) throws GeneralSecurityException {
        var kind = algorithmAndBits.split(" ");
        var generator = KeyPairGenerator.getInstance(kind[0], provider);
        generator.initialize(Integer.parseInt(kind[1]));
        var pair = generator.generateKeyPair();
        keys.put(KeyList.id(pair.getPublic()), pair.getPrivate());
        return pair.getPublic().getEncoded();
    }

    private byte[] makeSecret(String label) throws GeneralSecurityException, IOException {
        var generator = KeyGenerator.getInstance("AES", provider);
        generator.init(256);
        list.put(label, generator.generateKey());
        return NOTHING;
    }

    /** Without a certificate beside it, SunPKCS11 does not find a private key again. */
    private byte[] certify(String id, String label, byte[] certificate) throws Exception {
        list.put(label, key(id), certificate);
        keys.remove(id);
        return NOTHING;
    }

    private byte[] look(String id) throws Exception {
        list.look(id);
        return NOTHING;
    }

    private Key key(String id) throws Exception {
        var known = keys.get(id);
        if (known == null) {
            known = list.key(id);
            keys.put(id, known);
        }
        return known;
    }
}
