package lifeboat.connectors.definition;

import java.util.regex.Pattern;

/**
 * A regular expression in PCRE2's syntax, said in Java's. They differ in what needs no backslash: a brace that counts
 * nothing, and a bracket or an ampersand within a character class.
 */
final class Pcre {

    private static final Pattern COUNT = Pattern.compile("\\{\\d+(,\\d*)?}.*", Pattern.DOTALL);

    private final String expression;

    Pcre(String expression) {
        this.expression = expression;
    }

    String inJava() {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        int classStart = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                java.append(c).append(expression.charAt(++i));
            } else if (inClass) {
                if (c == ']' && i > classStart) {
                    inClass = false;
                    java.append(c);
                } else if (c == '[' && expression.startsWith("[:", i) && expression.indexOf(":]", i) > 0) {
                    int end = expression.indexOf(":]", i);
                    java.append(posixClass(expression.substring(i + 2, end)));
                    i = end + 1;
                } else {
                    java.append("[]&".indexOf(c) >= 0 ? "\\" : "").append(c);
                }
            } else if (c == '[') {
                inClass = true;
                java.append(c);
                if (expression.startsWith("^", i + 1)) {
                    java.append('^');
                    i++;
                }
                classStart = i + 1;
            } else if (c == '{' && !COUNT.matcher(expression.substring(i)).matches()) {
                java.append("\\{");
            } else if (c == '(' && expression.startsWith("(?P<", i)) {
                java.append("(?<");
                i += 3;
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    private static String posixClass(String name) {
        return "\\p{" + (name.equals("xdigit") ? "XDigit"
                : Character.toUpperCase(name.charAt(0)) + name.substring(1)) + "}";
    }
}
