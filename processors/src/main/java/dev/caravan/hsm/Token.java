package dev.caravan.hsm;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One token and the worker that has it open. After a failure the worker is ended; the next call, not before a pause is
 * over, starts another one and logs in again, so a token that comes back is used by itself. A PIN that was refused is not
 * tried a second time, because tokens lock: only another one is, or the same by the next process. That a key is missing is no
 * failure of the token: whoever wants another key goes on. Thread-safe.
 */
public final class Token implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Token.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {};
    private static final KeyName EVERY_KEY = new KeyName("", "key");

    private final TokenPlace place;
    private final Clock clock;
    private final Provider provider = new TokenProvider();
    private final ExecutorService askers;
    private final Set<KeyName> missing = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Trouble trouble;
    private @Nullable WorkerProcess worker;
    private char @Nullable [] refusedPin;
    private boolean closed;

    /** Does nothing yet: the first call opens the token. */
    public Token(TokenPlace place, Clock clock) {
        this.place = place;
        this.clock = clock;
        askers = Executors.newFixedThreadPool(2 * place.atOnce(), work -> {
            var thread = new Thread(work, "token-asker");
            thread.setDaemon(true);
            return thread;
        });
    }

    public TokenPlace place() {
        return place;
    }

    /** Why it cannot be used, as far as is known without asking it. */
    public Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The keys that were asked for and are not there, as far as is known without asking again. */
    public List<KeyName> missingKeys() {
        return missing.stream().sorted(Comparator.comparing(KeyName::words)).toList();
    }

    /** Whether any other key is there, nobody wants to know any more. */
    void forgetAllBut(Collection<KeyName> wanted) {
        missing.retainAll(Set.copyOf(wanted));
    }

    /** A handle for {@link #provider()}; whether there is such a key is not asked. */
    public PrivateKey privateKey(KeyName name, String algorithm) {
        return new TokenPrivateKey(this, name, algorithm);
    }

    /** Signs with the keys of any token. A signature throws {@link TokenUnavailableException}. */
    public Provider provider() {
        return provider;
    }

    /**
     * Threads for work that asks for many signatures: so many that behind each call that the token works on one waits, and first
     * come, first served. So what was begun first is done first, and while one batch of boards is written down the next one signs.
     */
    public Executor askers() {
        return askers;
    }

    /**
     * Asks the token whether it is there and has this key.
     *
     * @throws TokenUnavailableException if not
     */
    public void require(KeyName key) {
        call("look", key, "", NOTHING);
    }

    /** @param algorithm NONEwithECDSA, of a digest, or NONEwithRSA, of what is to be padded after PKCS#1 */
    byte[] sign(KeyName key, String algorithm, byte[] content) {
        return call("sign", key, algorithm, content);
    }

    /** AES-256-GCM, 28 bytes longer than the content. */
    public byte[] encrypt(KeyName key, byte[] content) {
        return call("encrypt", key, "", content);
    }

    /** @throws DamagedContentException if that is not what was encrypted with this key */
    public byte[] decrypt(KeyName key, byte[] content) {
        return call("decrypt", key, "", content);
    }

    /** The private keys that have a certificate beside them; of others nothing is seen. */
    public List<TokenPair> pairs() {
        return TokenPair.read(call("pairs", EVERY_KEY, "", NOTHING));
    }

    /**
     * A new key pair that can only sign, and that never leaves the token. Until it has been given a certificate only this
     * object finds it.
     *
     * @param algorithm EC, on a NIST curve, or RSA
     * @param bits the length of the curve's numbers, or of the modulus
     * @return the public key, encoded (X.509)
     */
    public byte[] makeKeyPair(String algorithm, int bits) {
        return call("make-pair", EVERY_KEY, algorithm + " " + bits, NOTHING);
    }

    /**
     * Puts the certificate beside the private key that it is for, in place of an earlier one.
     *
     * @param label of both from now on; if another key has it nothing is changed
     */
    public void putCertificate(String label, X509Certificate certificate) {
        try {
            var key = KeyName.pair(certificate.getPublicKey(), "'" + label + "'");
            call("certify", key, label, certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A new AES-256 key that can only encrypt and decrypt. */
    public void makeSecretKey(String label) {
        call("make-secret", KeyName.secret(label), "", NOTHING);
    }

    private byte[] call(String what, KeyName key, String detail, byte[] content) {
        var first = opened();
        try {
            return ask(first, what, key, detail, content);
        } catch (WorkerFailure absent) {
            if (missing.contains(key)) {
                throw notFound(key);
            }
        }
        // A library that has not noticed that its token is gone says the same; one that is loaded anew knows.
        try {
            return ask(reopened(first), what, key, detail, content);
        } catch (WorkerFailure absent) {
            throw notFound(key);
        }
    }

    /** @throws WorkerFailure only if there is no such key */
    private byte[] ask(WorkerProcess asked, String what, KeyName key, String detail, byte[] content)
            throws WorkerFailure {
        try {
            var answer = asked.ask(what, key.id(), detail, content);
            found(key);
            return answer;
        } catch (WorkerFailure failure) {
            if (failure.isKeyMissing()) {
                throw failure;
            }
            throw lost(asked, failure);
        }
    }

    private synchronized WorkerProcess reopened(WorkerProcess asked) {
        if (worker == asked) {
            asked.close();
            worker = null;
        }
        return opened();
    }

    private void found(KeyName key) {
        if (missing.remove(key)) {
            LOG.atInfo()
                    .addKeyValue("token", place.label())
                    .addKeyValue("key", key)
                    .log("the key is in the token again");
        }
    }

    private TokenUnavailableException notFound(KeyName key) {
        var words =
                "in the token '" + place.label() + "' there is no " + key + "; what needs it waits until it is there";
        if (missing.add(key)) {
            LOG.atWarn().addKeyValue("token", place.label()).log(words);
        }
        return new TokenUnavailableException(words);
    }

    private synchronized WorkerProcess opened() {
        if (closed) {
            throw new TokenUnavailableException("the hub is being stopped");
        }
        if (worker != null) {
            return worker;
        }
        var before = trouble;
        if (before != null && before.nextTry().filter(clock.instant()::isBefore).isPresent()) {
            throw new TokenUnavailableException(before.words());
        }
        worker = login(pin());
        if (before != null) {
            LOG.atInfo().addKeyValue("token", place.label()).log("the token can be used again");
        }
        trouble = null;
        return worker;
    }

    private char[] pin() {
        try {
            var pin = place.pin().read();
            if (refusedPin != null && Arrays.equals(refusedPin, pin)) {
                throw new TokenUnavailableException(
                        trouble().map(Trouble::words).orElse("the PIN was refused"));
            }
            return pin;
        } catch (IllegalArgumentException unreadable) {
            throw inTrouble(String.valueOf(unreadable.getMessage()), Optional.of(PAUSE));
        }
    }

    private WorkerProcess login(char[] pin) {
        try (var code = new WorkerCode()) {
            var started = WorkerProcess.start(code.folder(), place);
            try {
                started.ask("open", place.library(), place.label(), bytes(pin));
                refusedPin = null;
                return started;
            } catch (WorkerFailure failure) {
                started.close();
                throw notOpened(pin, failure);
            }
        } catch (IOException unwritable) {
            throw inTrouble("its worker cannot be started: " + unwritable, Optional.of(PAUSE));
        }
    }

    private TokenUnavailableException notOpened(char[] pin, WorkerFailure failure) {
        if (!failure.isPinRefused()) {
            return inTrouble(failure.words(), Optional.of(PAUSE));
        }
        refusedPin = pin;
        return inTrouble(
                "it refuses the PIN in " + place.pin().place() + " (" + failure.words()
                        + "). Tokens lock after a few wrong ones, so this one is not tried again: put the right one there,"
                        + " or start the hub again",
                Optional.empty());
    }

    private synchronized TokenUnavailableException lost(WorkerProcess asked, WorkerFailure failure) {
        asked.close();
        if (worker != asked) {
            return new TokenUnavailableException(sentence(failure.words()));
        }
        worker = null;
        return inTrouble(failure.words(), Optional.of(PAUSE));
    }

    private TokenUnavailableException inTrouble(String words, Optional<Duration> pause) {
        var now = clock.instant();
        var before = trouble;
        var sentence = sentence(words);
        if (before == null || !before.words().equals(sentence)) {
            LOG.atWarn().addKeyValue("token", place.label()).log(sentence);
        }
        trouble = Trouble.of(before, now, sentence, pause.map(now::plus));
        return new TokenUnavailableException(sentence);
    }

    private String sentence(String words) {
        return "the token '" + place.label() + "' cannot be used: " + words;
    }

    private static byte[] bytes(char[] pin) {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Ends the worker. */
    @Override
    public synchronized void close() {
        closed = true;
        askers.shutdown();
        if (worker != null) {
            worker.close();
            worker = null;
        }
    }
}
