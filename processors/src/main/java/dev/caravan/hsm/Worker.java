package dev.caravan.hsm;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.crypto.AEADBadTagException;
import javax.security.auth.login.LoginException;

/**
 * The program beside the hub. It reads calls from its input and writes answers to its output, in any order, until its
 * input ends. It consists of this class, {@link Pkcs11} and {@link KeyList}, and needs the JDK
 * only.
 */
final class Worker {

    static final byte DONE = 0;
    static final byte FAILED = 1;
    static final byte PIN_REFUSED = 2;
    static final byte DAMAGED = 3;
    static final byte KEY_MISSING = 4;

    private final DataOutputStream answers;
    private final ExecutorService threads;
    private final Pkcs11 token = new Pkcs11();

    private Worker(DataOutputStream answers, int atOnce) {
        this.answers = answers;
        threads = Executors.newFixedThreadPool(atOnce);
    }

    /** @param arguments how many calls are worked on at the same time */
    public static void main(String[] arguments) throws IOException {
        var answers = new DataOutputStream(new BufferedOutputStream(System.out));
        var worker = new Worker(answers, Integer.parseInt(arguments[0]));
        try (var calls = new DataInputStream(new BufferedInputStream(System.in))) {
            while (true) {
                worker.take(calls);
            }
        } catch (EOFException hubIsGone) {
            // A call that hangs in the library must not keep this process.
            Runtime.getRuntime().halt(0);
        }
    }

    private void take(DataInputStream calls) throws IOException {
        var id = calls.readLong();
        var what = calls.readUTF();
        var key = calls.readUTF();
        var detail = calls.readUTF();
        var content = new byte[calls.readInt()];
        calls.readFully(content);
        threads.execute(() -> work(id, what, key, detail, content));
    }

    private void work(long id, String what, String key, String detail, byte[] content) {
        try {
            answer(id, DONE, token.call(what, key, detail, content));
        } catch (AEADBadTagException damaged) {
            answer(id, DAMAGED, words(damaged));
        } catch (NoSuchElementException missing) {
            answer(id, KEY_MISSING, words(missing));
        } catch (LoginException refused) {
            answer(id, words(refused).contains("CKR_PIN_") ? PIN_REFUSED : FAILED, words(refused));
        } catch (Exception | LinkageError failure) {
            answer(id, FAILED, words(failure));
        }
    }

    private void answer(long id, byte outcome, String words) {
        answer(id, outcome, words.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(long id, byte outcome, byte[] content) {
        try {
            synchronized (answers) {
                answers.writeLong(id);
                answers.writeByte(outcome);
                answers.writeInt(content.length);
                answers.write(content);
                answers.flush();
            }
        } catch (IOException hubIsGone) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** The library's own words are in the innermost cause. */
    private static String words(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var outer = String.valueOf(failure.getMessage());
        var inner = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return outer.equals("null") || outer.contains(inner) ? inner : outer + ": " + inner;
    }
}
