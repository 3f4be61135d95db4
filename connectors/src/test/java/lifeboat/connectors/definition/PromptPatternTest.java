package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scrapli's definitions mean by a pattern: PCRE2's syntax, no regard to case, every line. */
class PromptPatternTest {

    @ParameterizedTest
    @CsvSource({
        "'^[a-z]{1,5}#\\s?+$',           'SWX# ',                    'SWX# '",
        "'^({\\w+}\\n){0,1}\\w+>\\s?$',  'x{n}{master}{n}r1> ',      '{master}{n}r1> '",
        "'^({\\w+}\\n){0,1}\\w+>\\s?$',  'r1>',                      'r1>'",
        "'^--{ \\w+ }--\\n[ab]:\\S+#$',  'x{n}--{ run }--{n}a:r1#',  '--{ run }--{n}a:r1#'",
        "'^[[\\w]+]$',                   '[sw1]',                    '[sw1]'",
        "'^[[:alpha:]]+#$',              'switch#',                  'switch#'",
        "'^[]#]+$',                      ']#',                       ']#'",
        "'^[a&&b]+#$',                   'a&b#',                     'a&b#'",
        "'^(?P<name>\\w+)#$',            'sw1#',                     'sw1#'",
        "'^\\w+#$',                       'sw1# ',                    'sw1# '",
        "'^\\[\\w+]\\s>\\s?$',            '[core] >   ',              '[core] >   '",
        "'^.*[>#$]\\s?+$',               'one{n}two # ',             'two # '"})
    void findsThePromptThatATextEndsWith(String expression, String text, String prompt) {
        assertThat(PromptPattern.of(expression).endOf(text.replace("{n}", "\n"))).contains(prompt.replace("{n}", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"'^.*[>#$]\\s?+$', 'sw1#{n}'", "'^\\w+#$', 'sw1#{n}more'", "'^\\w+#$', ''", "'^\\w{3}#$', 'sw#'"})
    void findsNoneElsewhere(String expression, String text) {
        assertThat(PromptPattern.of(expression).endOf(text.replace("{n}", "\n"))).isEmpty();
    }

    @Test
    void namesWhatIsNoRegularExpression() {
        assertThatThrownBy(() -> PromptPattern.of("^(sw1#$")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'^(sw1#$' is no regular expression: ");
    }
}
