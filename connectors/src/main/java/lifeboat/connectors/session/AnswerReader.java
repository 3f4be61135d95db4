package lifeboat.connectors.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.Pager;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.secret.Redaction;
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
     * @param isConfirmed whether return has shown that its prompt is one
     */
    record Answer(String text, String tail, boolean isConfirmed) {
    }

    /** What was on the screen at one moment. */
    private record Sight(String tail, String text, boolean isDoubtful, long arrivals, Deadline deadline) {

        private Sight by(Deadline renewed) {
            return new Sight(tail, text, isDoubtful, arrivals, renewed);
        }
    }

    private static final int MOST_QUESTIONS = 20;
    private static final int LONGEST_TAIL = 1024;
    private static final long NEVER = -1;
    /** So many lines that are not repeated show that the device does not do so any more. */
    private static final int ENOUGH_MISSED = 2;
    private static final Pattern QUESTION = Pattern.compile("(?i)\\?|[\\[(<]y(es)?\\s*/\\s*n");
    /** A line that is not waited for has been taken when the device says nothing for so long. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Keyboard keyboard;
    private final Screen screen;
    private final Prompts prompts;
    private final Redaction redaction;
    private final boolean isPromptAfterReturn;
    /** Whether the device repeats what is typed. */
    private boolean echoes;
    /** How many lines it has not repeated, one after the other. */
    private int missed;

    /** @param isPromptAfterReturn whether the device shows a prompt behind an answer only when return is pressed */
    AnswerReader(Keyboard keyboard, Screen screen, Prompts prompts, Redaction redaction,
            boolean isPromptAfterReturn) {
        this.keyboard = keyboard;
        this.screen = screen;
        this.prompts = prompts;
        this.redaction = redaction;
        this.isPromptAfterReturn = isPromptAfterReturn;
    }

    /**
     * @param questions what the device may ask before it shows a prompt, and what to say then
     * @param until what ends the answer
     * @param mayAskAgain whether return does no harm where it is not certain that the answer is whole
     * @throws IOException if the connection ends, or it cannot be told where the answer does
     */
    Answer answerTo(String line, List<Question> questions, Function<String, PromptCertainty> until,
            boolean mayAskAgain, Deadline deadline) throws IOException, TimeoutException {
        Echo echo = new Echo(line);
        Function<String, PromptCertainty> whole = tail -> {
            PromptCertainty seen = until.apply(tail);
            return seen == PromptCertainty.NO || !echoes || answerBegins(echo, screen.text()) != Echo.NOWHERE ? seen
                    : PromptCertainty.DOUBTFUL;
        };
        screen.clear();
        keyboard.type(line);
        Sight end = await(whole, questions, mayAskAgain, deadline);
        String printed = end.text();
        String tail = end.tail();
        boolean isConfirmed = end.isDoubtful() && prompts.isPrompt(tail);
        if (isConfirmed) {
            if (!mayAskAgain || QUESTION.matcher(Prompts.lastLine(tail)).find()) {
                throw new IOException(shown("it cannot be told whether this is its answer: '%s'"));
            }
            printed = confirmed(end, whole, end.deadline().renewed());
            tail = printed.substring(Math.max(0, printed.length() - LONGEST_TAIL));
        }
        if (line.isBlank()) {
            return new Answer(printed, tail, isConfirmed);
        }
        int begin = answerBegins(echo, printed);
        missed = begin == Echo.NOWHERE ? missed + 1 : 0;
        echoes = begin != Echo.NOWHERE || echoes && missed < ENOUGH_MISSED;
        return new Answer(printed.substring(Math.max(0, begin)), tail, isConfirmed);
    }

    /** In answer to a question, what no device repeats. */
    Answer answerToSecret(String secret, Function<String, PromptCertainty> until, Deadline deadline)
            throws IOException, TimeoutException {
        screen.clear();
        keyboard.type(secret);
        Sight end = await(until, List.of(), false, deadline);
        return new Answer(end.text(), end.tail(), false);
    }

    /** Waits until the device has said all that it had to say to who spoke to it before it had said anything. */
    void awaitSilence(Deadline deadline) throws IOException {
        long before;
        do {
            before = screen.arrivals();
            long last = before;
            screen.poll(tail -> screen.arrivals() == last ? PromptCertainty.NO : PromptCertainty.CERTAIN,
                    deadline.within(SILENCE));
        } while (screen.arrivals() != before && !deadline.hasPassed());
    }

    /**
     * Types a line whose answer does not matter, and waits until the device has taken it: shows a prompt, or something
     * else than the line, and no more. What a device says later would be taken for the next answer.
     */
    Answer write(String line, Deadline deadline) throws IOException, TimeoutException {
        Echo echo = new Echo(line);
        Duration patience = deadline.left();
        screen.clear();
        keyboard.type(line);
        screen.poll(tail -> {
            PromptCertainty seen = prompts.answered(tail);
            return seen != PromptCertainty.NO || isOnlyRepeated(echo) ? seen : PromptCertainty.DOUBTFUL;
        }, deadline).orElseThrow(() -> unanswered(patience));
        String printed = screen.text();
        echoes = echoes || !line.isBlank() && answerBegins(echo, printed) != Echo.NOWHERE;
        return new Answer(printed, printed.substring(Math.max(0, printed.length() - LONGEST_TAIL)), false);
    }

    private boolean isOnlyRepeated(Echo echo) {
        String printed = screen.text();
        return printed.substring(Math.max(0, answerBegins(echo, printed))).isBlank();
    }

    private TimeoutException unanswered(Duration patience) {
        return new TimeoutException("no answer within %d ms; it printed last: '%s'".formatted(patience.toMillis(),
                screen.lastSeen()));
    }

    private int answerBegins(Echo echo, String printed) {
        return echo.endIn(printed, prompts::isKnown);
    }

    /** Reads on where the device stops after each page, and answers what it asks. */
    private Sight await(Function<String, PromptCertainty> until, List<Question> questions, boolean mayAskAgain,
            Deadline first) throws IOException, TimeoutException {
        Deadline deadline = first;
        Duration patience = deadline.left();
        String answered = null;
        String returnedAt = null;
        int returns = 0;
        for (int asked = 0; asked <= MOST_QUESTIONS;) {
            String last = answered;
            String before = returnedAt;
            Function<String, PromptCertainty> end = isPromptAfterReturn && mayAskAgain
                    ? tail -> orSilence(until.apply(tail), before) : until;
            boolean isChange = isPromptAfterReturn && !mayAskAgain && returns == 0;
            Optional<Sight> seen = look(NEVER, tail -> last != null && last.equals(screen.text()) ? PromptCertainty.NO
                    : Question.askedIn(questions, tail).isPresent() ? PromptCertainty.LIKELY : end.apply(tail),
                    isChange ? deadline.within(patience.dividedBy(2)) : deadline);
            if (seen.isEmpty() && isChange && mayPressReturn()) {
                returns++;
                returnedAt = screen.text();
                keyboard.type("");
                continue;
            }
            if (seen.isEmpty() || deadline.hasPassed()) {
                throw unanswered(patience);
            }
            String tail = seen.get().tail();
            Optional<Question> question = Question.askedIn(questions, tail);
            Optional<Pager> pager = prompts.isPrompt(tail) ? Optional.empty() : prompts.pagerIn(tail);
            if (question.isPresent()) {
                asked++;
                answered = seen.get().text();
                keyboard.answer(question.get());
            } else if (pager.isPresent()) {
                String shown = pager.get().shownIn(Prompts.lastLine(tail)).orElseThrow();
                if (screen.forgetFrom(shown, seen.get().arrivals())) {
                    deadline = deadline.renewed();
                    keyboard.press(pager.get().keys());
                }
            } else if (isPromptAfterReturn && until.apply(tail) == PromptCertainty.NO) {
                asked++;
                returns++;
                returnedAt = seen.get().text();
                keyboard.type("");
            } else {
                if (returnedAt != null && (returns > 1 || !isKnownPrompt(seen.get().text(), returnedAt))) {
                    awaitSilence(deadline);
                }
                return seen.get().by(deadline);
            }
        }
        throw new TimeoutException("it has asked %d times; it printed last: '%s'".formatted(MOST_QUESTIONS,
                screen.lastSeen()));
    }

    /**
     * What has been said, if nothing follows it.
     *
     * @param before what had been said when return was pressed last; null if it was not
     */
    private PromptCertainty orSilence(PromptCertainty seen, String before) {
        boolean isNew = before == null || !screen.text().strip().equals(before.strip());
        return seen == PromptCertainty.NO && isNew && mayPressReturn() ? PromptCertainty.DOUBTFUL : seen;
    }

    /** Nothing is asked, as far as can be told: its last line is complete, and looks like no question. */
    private boolean mayPressReturn() {
        String said = screen.text();
        String last = Prompts.lastLine(said.stripTrailing());
        return said.isEmpty() || said.endsWith("\n") && !QUESTION.matcher(last).find() && !prompts.asksSomething(last);
    }

    private boolean isKnownPrompt(String text, String before) {
        return prompts.isKnown(text.substring(Math.min(text.length(), before.length())));
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
            throw new IOException(shown("it cannot be told where its answer ends; it printed last: '%s'"));
        }
        String prompt = prompts.promptOf(more.tail()).orElse(more.tail());
        String without = now.substring(0, Math.max(0, now.length() - prompt.length())).stripTrailing();
        if (without.endsWith(prompt.strip())) {
            return without;
        }
        lookOnce(more.arrivals(), whole, deadline);
        return now;
    }

    private String shown(String message) {
        return redaction.of(message.formatted(screen.lastSeen()));
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
                        screen.arrivals(), deadline));
    }
}
