package dev.caravan.hsm;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The hub's end of a {@link Worker}: any number of calls at once. Once it has failed it is of no use any more. */
final class WorkerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final DataOutputStream calls;
    private final Map<Long, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private volatile boolean ended;

    private WorkerProcess(Process process) {
        this.process = process;
        calls = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        var reader = new Thread(this::read, "token-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** Nothing of the hub's own secrets in the environment goes along. */
    static WorkerProcess start(Path classes, TokenPlace place) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        Worker.class.getName(),
                        Integer.toString(place.atOnce()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_"));
        for (var variable : place.environment()) {
            var end = variable.indexOf('=');
            builder.environment().put(variable.substring(0, end), variable.substring(end + 1));
        }
        return new WorkerProcess(builder.start());
    }

    private record Answer(byte outcome, byte[] content) {}

    /**
     * @throws WorkerFailure if the worker could not do it, does not answer, or has ended
     * @throws DamagedContentException if the content is not what was encrypted
     */
    byte[] ask(String what, String key, String detail, byte[] content) throws WorkerFailure {
        var id = last.incrementAndGet();
        var answer = new CompletableFuture<Answer>();
        open.put(id, answer);
        try {
            send(id, what, key, detail, content);
            return judge(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (IOException | ExecutionException gone) {
            throw new WorkerFailure(Worker.FAILED, "its library has ended unexpectedly");
        } catch (TimeoutException silent) {
            throw new WorkerFailure(Worker.FAILED, "it has not answered for " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new WorkerFailure(Worker.FAILED, "the hub is being stopped");
        } finally {
            open.remove(id);
        }
    }

    private void send(long id, String what, String key, String detail, byte[] content) throws IOException {
        synchronized (calls) {
            if (ended) {
                throw new IOException("the worker has ended");
            }
            calls.writeLong(id);
            calls.writeUTF(what);
            calls.writeUTF(key);
            calls.writeUTF(detail);
            calls.writeInt(content.length);
            calls.write(content);
            calls.flush();
        }
    }

    private static byte[] judge(Answer answer) throws WorkerFailure {
        if (answer.outcome() == Worker.DONE) {
            return answer.content();
        }
        var words = new String(answer.content(), StandardCharsets.UTF_8);
        if (answer.outcome() == Worker.DAMAGED) {
            throw new DamagedContentException(words);
        }
        throw new WorkerFailure(answer.outcome(), words);
    }

    private void read() {
        try (var answers = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                var asked = open.get(answers.readLong());
                var outcome = answers.readByte();
                var content = answers.readNBytes(answers.readInt());
                if (asked != null) {
                    asked.complete(new Answer(outcome, content));
                }
            }
        } catch (IOException | RuntimeException gone) {
            end(gone);
        }
    }

    private void end(Exception reason) {
        synchronized (calls) {
            ended = true;
        }
        open.values().forEach(asked -> asked.completeExceptionally(reason));
    }

    /** At once, even while the library hangs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
