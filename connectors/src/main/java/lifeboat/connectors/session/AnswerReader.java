package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.terminal.Echo;
import lifeboat.connectors.terminal.Keyboard;
import lifeboat.connectors.terminal.PromptCertainty;
import lifeboat.connectors.terminal.Prompts;
import lifeboat.connectors.terminal.Screen;
import lifeboat.connectors.transport.Deadline;

/**
 * Types a line and reads the answer to it: on over pages, past questions, to the prompt that ends it. What does not
 * begin with the line on a device that repeats lines, or ends with another's prompt, is not believed at once: return
 * brings the prompt once more where the answer was whole, and the rest of it where it was not.
 */
final class AnswerReader {

    /**
     * An answer.
     *
     * @param text without the line's repetition; with what ends it
     * @param tail its last lines, with the prompt or the question that ends them
     */
    record Answer(String text, String tail) {
    }

    /** What was on the screen at one moment. */
    private record Sight(String tail, String text, boolean isDoubtful, long arrivals) {
    }

    private static final int MOST_QUESTIONS = 20;
    private static final int LONGEST_TAIL = 1024;
    private static final long NEVER = -1;
    /** A line that is not waited for has been taken when the device says nothing for so long. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Keyboard keyboard;
    private final Screen screen;
    private final Prompts prompts;
    /** Whether the device repeats what is typed. */
    private boolean echoes;

    AnswerReader(Keyboard keyboard, Screen screen, Prompts prompts) {
        this.keyboard = keyboard;
        this.screen = screen;
        this.prompts = prompts;
    }

    /**
     * @param questions what the device may ask before it shows a prompt, and what to say then
     * @param until what ends the answer
     * @throws IOException if the connection ends, or it cannot be told where the answer does
     */
    Answer answerTo(String line, List<Question> questions, Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException, TimeoutException {
        Echo echo = new Echo(line);
        Function<String, PromptCertainty> whole = tail -> {
            PromptCertainty seen = until.apply(tail);
            return seen == PromptCertainty.NO || !echoes || answerBegins(echo, screen.text()) != Echo.NOWHERE ? seen
                    : PromptCertainty.DOUBTFUL;
        };
        screen.clear();
        keyboard.type(line);
        Sight end = await(whole, questions, deadline);
        String printed = end.text();
        String tail = end.tail();
        if (end.isDoubtful() && prompts.isPrompt(tail)) {
            printed = confirmed(end, whole, deadline);
            tail = printed.substring(Math.max(0, printed.length() - LONGEST_TAIL));
        }
        if (line.isBlank()) {
            return new Answer(printed, tail);
        }
        int begin = answerBegins(echo, printed);
        echoes = begin != Echo.NOWHERE;
        return new Answer(printed.substring(Math.max(0, begin)), tail);
    }

    /** In answer to a question, what no device repeats. */
    Answer answerToSecret(String secret, Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException, TimeoutException {
        screen.clear();
        keyboard.type(secret);
        Sight end = await(until, List.of(), deadline);
        return new Answer(end.text(), end.tail());
    }

    /** Types a line whose answer does not matter, and waits until the device has taken it. */
    void write(String line, Deadline deadline) throws IOException {
        screen.clear();
        keyboard.type(line);
        screen.poll(tail -> {
            PromptCertainty seen = prompts.answered(tail);
            return seen != PromptCertainty.NO || tail.isBlank() ? seen : PromptCertainty.DOUBTFUL;
        }, deadline.within(SILENCE));
        echoes = echoes || !line.isBlank() && answerBegins(new Echo(line), screen.text()) != Echo.NOWHERE;
    }

    private int answerBegins(Echo echo, String printed) {
        return echo.endIn(printed, prompts::isKnown);
    }

    /** Reads on where the device stops after each page, and answers what it asks. */
    private Sight await(Function<String, PromptCertainty> until, List<Question> questions, Deadline first)
            throws IOException, TimeoutException {
        Deadline deadline = first;
        Duration patience = deadline.left();
        long answeredAt = NEVER;
        for (int asked = 0; asked <= MOST_QUESTIONS;) {
            long last = answeredAt;
            Optional<Sight> seen = look(last, tail -> asking(questions, tail).isPresent() ? PromptCertainty.LIKELY
                    : until.apply(tail), deadline);
            if (seen.isEmpty() || deadline.hasPassed()) {
                throw new TimeoutException("no answer within %d ms; it printed last: '%s'".formatted(
                        patience.toMillis(), screen.lastSeen()));
            }
            String tail = seen.get().tail();
            Optional<Question> question = asking(questions, tail);
            Optional<String> pager = prompts.isPrompt(tail) ? Optional.empty() : prompts.pagerIn(tail);
            if (question.isPresent()) {
                asked++;
                answeredAt = seen.get().arrivals();
                keyboard.answer(question.get());
            } else if (pager.isPresent()) {
                screen.forgetFrom(pager.get().stripTrailing());
                deadline = deadline.renewed();
                keyboard.press(" ");
            } else {
                return seen.get();
            }
        }
        throw new TimeoutException("it has asked %d times; it printed last: '%s'".formatted(MOST_QUESTIONS,
                screen.lastSeen()));
    }

    private Optional<Question> asking(List<Question> questions, String tail) {
        return questions.stream().filter(question -> prompts.isAsked(question.asks(), tail)).findFirst();
    }

    /**
     * Asks for the prompt that seems to end an answer once more. If nothing but it comes, the answer was whole. If
     * something else comes, that is the rest of the answer, and the prompt comes once more behind it.
     */
    private String confirmed(Sight first, Function<String, PromptCertainty> whole, Deadline deadline)
            throws IOException, TimeoutException {
        String printed = first.text();
        keyboard.type("");
        Sight more = lookOnce(first.arrivals(), tail -> isPromptAgain(printed, screen.text()) ? PromptCertainty.LIKELY
                : whole.apply(tail), deadline);
        String now = more.text();
        if (now.strip().equals(printed.strip()) || isPromptAgain(printed, now)) {
            return printed;
        }
        if (more.isDoubtful()) {
            throw new IOException("it cannot be told where its answer ends; it printed last: '%s'".formatted(
                    screen.lastSeen()));
        }
        String prompt = prompts.promptOf(more.tail()).orElse(more.tail());
        String without = now.substring(0, Math.max(0, now.length() - prompt.length())).stripTrailing();
        if (without.endsWith(prompt.strip())) {
            return without;
        }
        lookOnce(more.arrivals(), whole, deadline);
        return now;
    }

    private boolean isPromptAgain(String printed, String now) {
        String before = printed.stripTrailing();
        return now.startsWith(before) && prompts.promptOf(printed).map(String::strip)
                .filter(now.substring(before.length()).strip()::equals).isPresent();
    }

    private Sight lookOnce(long since, Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException, TimeoutException {
        return look(since, until, deadline).orElseThrow(() -> new TimeoutException(
                "no prompt once more; it printed last: '%s'".formatted(screen.lastSeen())));
    }

    /** Waits for what is looked for, in what has arrived since. */
    private Optional<Sight> look(long since, Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException {
        return screen.poll(tail -> screen.arrivals() == since ? PromptCertainty.NO : until.apply(tail), deadline,
                tail -> new Sight(tail, screen.text(), until.apply(tail) == PromptCertainty.DOUBTFUL,
                        screen.arrivals()));
    }
}
