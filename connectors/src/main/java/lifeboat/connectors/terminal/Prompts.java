package lifeboat.connectors.terminal;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.definition.PromptPattern;

/**
 * Tells a device's prompts and questions from what it prints besides. A prompt that was seen before in the session is
 * certain; one that only looks like one is believed when nothing follows it, so that it does not matter where packets
 * end.
 */
public final class Prompts {

    private static final Pattern NAME_QUESTION = Pattern.compile("(?i)(user ?name|login)( as)?\\s?:\\s?$");
    private static final Pattern PASSWORD_QUESTION =
            Pattern.compile("(?i)(password|passcode)( for \\S+|\\s?\\([^)]*\\))?\\s?:\\s?$");
    private static final Pattern KEY_QUESTION = Pattern.compile(
            "(?i)(press|hit|strike) (any key|return|enter|<?return>?|<?enter>?)[\\w ,.!]*$");
    private static final Pattern PAGER = Pattern.compile("(?i)(-+\\s*\\(?more( \\d+%)?\\)?\\s*-+|<-+\\s*more\\s*-+>"
            + "|--\\s*more\\s*--.*|\\(END\\)|press (any key|space|<space>)[\\w ,.:()-]*)\\s*$");

    private static final int SHORTEST_TO_RECOGNISE = 3;

    private final DeviceDefinition definition;
    private final Set<String> seen = new HashSet<>();

    public Prompts(DeviceDefinition definition) {
        this.definition = definition;
    }

    /** What a device shows at the end of a line's answer: a prompt, or a pager in between. */
    public PromptCertainty answered(String tail) {
        PromptCertainty prompt = prompt(tail);
        return prompt == PromptCertainty.NO && isPager(tail) ? PromptCertainty.LIKELY : prompt;
    }

    private PromptCertainty prompt(String tail) {
        return promptOf(tail).map(prompt -> seen.contains(prompt.strip())
                && isOnItsOwn(prompt, tail) ? PromptCertainty.CERTAIN
                : PromptCertainty.LIKELY).orElse(PromptCertainty.NO);
    }

    private static boolean isOnItsOwn(String prompt, String tail) {
        return tail.length() == prompt.length() || tail.charAt(tail.length() - prompt.length() - 1) == '\n';
    }

    /** As {@link #answered}, on the way to a mode: what can be that mode's prompt is. */
    public PromptCertainty entered(Mode wanted, String tail) {
        return wanted.promptAtEndOf(tail).isPresent() ? PromptCertainty.CERTAIN : answered(tail);
    }

    /** A question of the definition's, or a prompt instead of it. */
    public PromptCertainty asked(PromptPattern question, String tail) {
        return isAsked(question, tail) ? PromptCertainty.LIKELY : answered(tail);
    }

    public boolean isAsked(PromptPattern question, String tail) {
        return question.endOf(tail).isPresent();
    }

    /** Anything that a device may show while somebody logs in. */
    public PromptCertainty greeted(String tail) {
        return isPrompt(tail) || asksForName(tail) || asksForPassword(tail) || asksForKey(tail) ? PromptCertainty.LIKELY
                : PromptCertainty.NO;
    }

    public boolean isPrompt(String tail) {
        return promptOf(tail).isPresent();
    }

    public boolean isPager(String tail) {
        return PAGER.matcher(lastLine(tail)).find();
    }

    public boolean asksForName(String tail) {
        return NAME_QUESTION.matcher(lastLine(tail)).find();
    }

    public boolean asksForPassword(String tail) {
        return PASSWORD_QUESTION.matcher(lastLine(tail)).find();
    }

    private static boolean asksForKey(String tail) {
        return KEY_QUESTION.matcher(lastLine(tail)).find();
    }

    private static String lastLine(String tail) {
        return tail.substring(tail.lastIndexOf('\n') + 1);
    }

    /** The prompt that is shown. From now on it is known. */
    public Optional<String> learn(String tail) {
        Optional<String> prompt = promptOf(tail);
        prompt.map(String::strip).ifPresent(seen::add);
        return prompt;
    }

    /** A prompt that is known may also come right after an answer that does not end its last line. */
    private Optional<String> promptOf(String tail) {
        Optional<String> known = seen.stream().filter(prompt -> prompt.length() >= SHORTEST_TO_RECOGNISE)
                .filter(tail.stripTrailing()::endsWith).max(Comparator.comparing(String::length))
                .map(prompt -> tail.substring(tail.stripTrailing().length() - prompt.length()))
                .filter(prompt -> prompt.indexOf('\n', prompt.stripTrailing().length()) < 0);
        return known.isPresent() ? known : definition.modes().stream()
                .flatMap(mode -> mode.promptAtEndOf(tail).stream()).findFirst();
    }
}
