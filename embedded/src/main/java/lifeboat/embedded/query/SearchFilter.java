package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A v2 search filter, matched against the JSON of a result. A constraint is a plain value or an object of operators
 * ({@code $eq}, {@code $neq}, {@code $in}, {@code $notIn}, {@code $exists}, {@code $like}, {@code $gt}, {@code $gte},
 * {@code $lt}, {@code $lte}); empty lists and objects are no constraint.
 */
record SearchFilter(JsonNode filter) {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT");

    boolean matches(JsonNode result) {
        for (Map.Entry<String, JsonNode> constraint : filter.properties()) {
            if (constraint.getKey().equals("$or")) {
                if (!constraint.getValue().isEmpty() && StreamSupport.stream(constraint.getValue().spliterator(), false)
                        .noneMatch(alternative -> new SearchFilter(alternative).matches(result))) {
                    return false;
                }
            } else if (!matches(constraint.getKey(), constraint.getValue(), result)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String field, JsonNode constraint, JsonNode result) {
        if (SearchedFields.isNone(constraint)) {
            return true;
        }
        JsonNode value = result.get(field);
        if (constraint.isArray()) {
            return StreamSupport.stream(constraint.spliterator(), false).allMatch(item -> contains(value, item));
        }
        if (!constraint.isObject()) {
            return same(value, constraint);
        }
        return constraint.properties().stream().allMatch(op -> satisfies(value, op.getKey(), op.getValue()));
    }

    private static boolean satisfies(JsonNode value, String operator, JsonNode operand) {
        if (operand.isNull() || operand.isArray() && operand.isEmpty()) {
            return true;
        }
        if (value.isNull() && operator.matches("\\$[gl]te?")) {
            return false;
        }
        return switch (operator) {
            case "$eq" -> same(value, operand);
            case "$neq" -> !same(value, operand);
            case "$exists" -> value.isNull() != operand.asBoolean();
            case "$in" -> contains(operand, value);
            case "$notIn" -> !contains(operand, value);
            case "$like" -> value.asText().matches(
                    ("\\Q" + operand.asText() + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
            case "$gt" -> compare(value, operand) > 0;
            case "$gte" -> compare(value, operand) >= 0;
            case "$lt" -> compare(value, operand) < 0;
            case "$lte" -> compare(value, operand) <= 0;
            default -> throw new UnsupportedSearchException("The operator '%s' is not supported by the embedded engine"
                    .formatted(operator));
        };
    }

    private static boolean same(JsonNode value, JsonNode operand) {
        return value.asText().equals(operand.asText()) || time(value).isPresent() && time(value).equals(time(operand));
    }

    private static Optional<Instant> time(JsonNode value) {
        try {
            return value.isTextual() && DATE.matcher(value.asText()).lookingAt()
                    ? Optional.of(OffsetDateTime.parse(value.asText()).toInstant()) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(item -> same(value, item));
    }

    private static int compare(JsonNode value, JsonNode operand) {
        if (value.isNumber()) {
            return Double.compare(value.asDouble(), operand.asDouble());
        }
        return time(value).isPresent() && time(operand).isPresent()
                ? time(value).get().compareTo(time(operand).get()) : value.asText().compareTo(operand.asText());
    }
}
