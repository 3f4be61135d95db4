package lifeboat.connectors.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.connectors.definition.DeviceDefinition;
import lifeboat.connectors.definition.Mode;
import lifeboat.connectors.definition.Pager;
import lifeboat.connectors.definition.PromptPattern;

/**
 * Tells a device's prompts and questions from what it prints besides. A prompt that was seen before in the session is
 * certain; one that only looks like one is believed when nothing follows it, so that it does not matter where packets
 * end. One that carries another name than those before is doubtful: it may be part of what the device prints.
 */
public final class Prompts {

    private static final Pattern NAME_QUESTION = Pattern.compile(
            "(?i)(user ?name|(?<!last )login( (name|id))?|user( id)?|account|operator name)( as)?\\s?"
                    + "(\\([^)]*\\)|\\[[^]]*])?\\s?[:>?]\\s*$");
    private static final Pattern PASSWORD_QUESTION = Pattern.compile(
            "(?i)(password|passwd|passcode|passphrase)( for( user)? \\S+?|\\s?(\\([^)]*\\)|\\[[^]]*]))?\\s?[:?>]\\s*$");
    private static final Pattern CHANGE_QUESTION = Pattern.compile(
            "(?i)(^|[\\s>])(old|current|new|retype|re-?enter|confirm)\\s+([\\w ]+ )?password\\b[^:?]*[:?]\\s*$");
    private static final Pattern KEY_QUESTION = Pattern.compile(
            "(?i)(press|hit|strike) (any key|return|enter|<?return>?|<?enter>?)[\\w ,.!:;()<>'-]*$");
    private static final Pattern ASKING = Pattern.compile("\\w.*([:?>]|[])>]\\s*:?)\\s*$");
    /** A question is short; what has more words may be a sentence of a greeting that ends so. */
    private static final int WORDS_OF_QUESTION = 5;
    private static final int SHORTEST_TO_RECOGNISE = 3;
    private static final Pattern WORD = Pattern.compile("(?=[\\p{N}_.-]*\\p{L})[\\p{L}\\p{N}_.-]{2,}");
    private static final Pattern CLOCK = Pattern.compile("\\d+[ap]m");
    private static final Pattern DIGIT = Pattern.compile("\\d");
    /** Devices cut longer names off in some modes. */
    private static final int SHORTEST_CUT_OFF = 8;

    private final DeviceDefinition definition;
    private final List<Pager> pagers;
    private final Set<String> seen = new HashSet<>();
    /** The words of the prompts that were seen. */
    private final List<Set<String>> names = new ArrayList<>();

    public Prompts(DeviceDefinition definition) {
        this(definition, List.of());
    }

    /** @param pagers what the platform shows where it stops after a page, besides what many do */
    public Prompts(DeviceDefinition definition, List<Pager> pagers) {
        this.definition = definition;
        this.pagers = Stream.concat(pagers.stream(), Pager.COMMON.stream()).toList();
    }

    /** What a device shows at the end of a line's answer: a prompt, or a pager in between. */
    public PromptCertainty answered(String tail) {
        return orPager(prompt(tail, this::isOurs), tail);
    }

    /** As {@link #answered}, to a line that changes nothing, and so leaves the prompt's words as they were. */
    public PromptCertainty answeredQuestion(String tail) {
        return orPager(prompt(tail, prompt -> names.contains(wordsOf(prompt))), tail);
    }

    private PromptCertainty orPager(PromptCertainty prompt, String tail) {
        return prompt == PromptCertainty.NO && isPager(tail) ? PromptCertainty.LIKELY : prompt;
    }

    private PromptCertainty prompt(String tail, Predicate<String> isOurs) {
        return promptOf(tail).map(prompt -> isKnown(prompt)
                ? isOnItsOwn(prompt, tail) ? PromptCertainty.CERTAIN : PromptCertainty.LIKELY
                : isOurs.test(prompt) ? PromptCertainty.LIKELY : PromptCertainty.DOUBTFUL).orElse(PromptCertainty.NO);
    }

    /** Whether a text is a prompt that was seen before in the session. */
    public boolean isKnown(String prompt) {
        return seen.contains(prompt.strip());
    }

    private boolean isOurs(String prompt) {
        Set<String> words = wordsOf(prompt);
        return names.isEmpty() || names.stream().anyMatch(name -> name.stream().allMatch(word ->
                words.stream().anyMatch(shown -> isSameName(word, shown))));
    }

    /** Whole, with what is being configured behind it ({@code sw1-vlan42}), or cut off. */
    private static boolean isSameName(String name, String shown) {
        return shown.equals(name) || shown.length() >= SHORTEST_CUT_OFF && name.startsWith(shown)
                || shown.startsWith(name) && !Character.isLetterOrDigit(shown.charAt(name.length()));
    }

    /** Its words, or, where it has none, all of it; numbers in it may be a clock's. */
    private static Set<String> wordsOf(String prompt) {
        String shown = lastLine(prompt.stripTrailing()).toLowerCase(Locale.ROOT);
        Set<String> words = WORD.matcher(shown).results().map(MatchResult::group)
                .filter(word -> !CLOCK.matcher(word).matches()).collect(Collectors.toSet());
        return words.isEmpty() ? Set.of(DIGIT.matcher(shown).replaceAll("0")) : words;
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
        if (isPrompt(tail) || asksForKey(tail)) {
            return PromptCertainty.LIKELY;
        }
        if (asksForName(tail) || asksForPassword(tail)) {
            return lastLine(tail).strip().split("\\s+").length > WORDS_OF_QUESTION ? PromptCertainty.DOUBTFUL
                    : PromptCertainty.LIKELY;
        }
        return PromptCertainty.NO;
    }

    public boolean isPrompt(String tail) {
        return promptOf(tail).isPresent();
    }

    private boolean isPager(String tail) {
        return pagerIn(tail).isPresent();
    }

    /** The pager at which a device waits. */
    public Optional<Pager> pagerIn(String tail) {
        String line = lastLine(tail);
        return pagers.stream().filter(pager -> pager.shownIn(line).isPresent()).findFirst();
    }

    public boolean asksForName(String tail) {
        return NAME_QUESTION.matcher(lastLine(tail)).find();
    }

    public boolean asksForPassword(String tail) {
        return PASSWORD_QUESTION.matcher(lastLine(tail)).find();
    }

    /** Whether the password is to be changed: nobody answers that but its owner. */
    public boolean asksForAnotherPassword(String tail) {
        return CHANGE_QUESTION.matcher(lastLine(tail)).find();
    }

    /** Whether the last line that is not blank is one that an answer is typed behind. */
    public boolean asksSomething(String text) {
        String last = lastLine(text.stripTrailing());
        return ASKING.matcher(last).find() && !asksForKey(last);
    }

    private static boolean asksForKey(String tail) {
        return KEY_QUESTION.matcher(lastLine(tail)).find();
    }

    /** Where a device asks, and shows a pager. */
    public static String lastLine(String tail) {
        return tail.substring(tail.lastIndexOf('\n') + 1);
    }

    /** The prompt that is shown. From now on it is known. */
    public Optional<String> learn(String tail) {
        Optional<String> prompt = promptOf(tail);
        prompt.map(String::strip).filter(seen::add).map(Prompts::wordsOf).ifPresent(names::add);
        return prompt;
    }

    /** The prompt that is shown. From now on it is known, unless it is only like those before. */
    public Optional<String> learnIfOurs(String tail) {
        return promptOf(tail).filter(this::hasAName).isPresent() ? learn(tail) : promptOf(tail);
    }

    private boolean hasAName(String prompt) {
        return names.isEmpty() || names.stream().anyMatch(wordsOf(prompt)::containsAll);
    }

    /**
     * The prompt with which a text ends. One that is known may also come right after an answer that does not end its
     * last line.
     */
    public Optional<String> promptOf(String tail) {
        Optional<String> known = seen.stream().filter(prompt -> prompt.length() >= SHORTEST_TO_RECOGNISE)
                .filter(tail.stripTrailing()::endsWith).max(Comparator.comparing(String::length))
                .map(prompt -> tail.substring(tail.stripTrailing().length() - prompt.length()))
                .filter(prompt -> prompt.indexOf('\n', prompt.stripTrailing().length()) < 0);
        return known.isPresent() ? known : definition.modes().stream()
                .flatMap(mode -> mode.promptAtEndOf(tail).stream()).findFirst();
    }
}
