package dev.caravan.matrix;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.story.process.Dialogue;

/** A judge's program at work. */
final class JudgeProcess implements AutoCloseable {

    private final Dialogue dialogue;
    private final Map<String, Play> plays;
    private final Executor hands;

    private JudgeProcess(Dialogue dialogue, Map<String, Play> plays, Executor hands) {
        this.dialogue = dialogue;
        this.plays = plays;
        this.hands = hands;
    }

    /** Returns at once; one thread hears what it says, others act on it. */
    static JudgeProcess start(Judge.Program program, List<Play> plays, Stage stage, Executor hands) {
        var dialogue = Dialogue.start(
                program.name(), program.command(), stage.project().root(), stage.logs());
        var judge = new JudgeProcess(
                dialogue,
                plays.stream().collect(Collectors.toMap(play -> play.cell().id(), Function.identity())),
                hands);
        dialogue.tell(plays.stream().map(Play::line).toList());
        new Thread(judge::listen, "listen-to-" + program.name()).start();
        return judge;
    }

    private void listen() {
        try {
            dialogue.listen(this::hear);
        } finally {
            plays.values().forEach(play -> play.failed("the judge ended before this cell; see " + dialogue.errors()));
        }
    }

    private void hear(String line) {
        var said = read(line);
        var play = plays.get(said.path("cell").asText());
        if (play == null) {
            throw new IllegalStateException("the judge says: " + line);
        }
        if (said.path("ready").asBoolean()) {
            hands.execute(play::ready);
        } else if (said.has("seen")) {
            play.saw(said.path("seen"));
        } else {
            play.failed(said.path("failure").asText("neither seen nor failure: " + line));
        }
    }

    private static JsonNode read(String line) {
        try {
            return AzureRest.JSON.readTree(line);
        } catch (IOException noJson) {
            throw new IllegalStateException("the judge says: " + line, noJson);
        }
    }

    @Override
    public void close() {
        dialogue.close();
    }
}
