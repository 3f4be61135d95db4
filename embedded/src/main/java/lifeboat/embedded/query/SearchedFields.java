package lifeboat.embedded.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a result of a search consists of, so that a query which asks for something else is refused, whether there are
 * results or not.
 *
 * @param types the type of each field
 */
record SearchedFields(Map<String, Class<?>> types) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What generated classes have for what they do not know. */
    private static final String UNKNOWN = "unknown_default_open_api";
    private static final int LAST_YEAR = 9999;
    private static final Set<String> OPERATORS = Set.of("$eq", "$neq", "$in", "$notIn", "$exists", "$like", "$gt",
            "$gte", "$lt", "$lte");
    private static final Set<String> WITHOUT_VALUE = Set.of("$exists", "$like");

    /** @param result a class of the API */
    static SearchedFields of(Class<?> result) {
        var properties = MAPPER.getSerializationConfig()
                .introspect(MAPPER.constructType(result)).findProperties();
        return new SearchedFields(properties.stream().collect(Collectors.toMap(BeanPropertyDefinition::getName,
                BeanPropertyDefinition::getRawPrimaryType)));
    }

    /** @throws UnsupportedSearchException if a field, a value or a page is none */
    void check(JsonNode query) {
        checkFilter(query.path("filter"));
        query.path("sort").forEach(this::checkSort);
        checkPage(query.path("page"));
    }

    private void checkFilter(JsonNode filter) {
        for (Map.Entry<String, JsonNode> constraint : filter.properties()) {
            if (constraint.getKey().equals("$or")) {
                constraint.getValue().forEach(this::checkFilter);
            } else if (!isNone(constraint.getValue())) {
                Class<?> type = types.get(constraint.getKey());
                if (type == null) {
                    throw new UnsupportedSearchException("The filter '%s' is not supported by the embedded engine"
                            .formatted(constraint.getKey()));
                }
                checkConstraint(constraint.getKey(), type, constraint.getValue());
            }
        }
    }

    /** Empty lists and objects are no constraint. */
    static boolean isNone(JsonNode constraint) {
        return constraint.isNull() || constraint.isContainerNode() && constraint.isEmpty();
    }

    private static void checkConstraint(String field, Class<?> type, JsonNode constraint) {
        if (!constraint.isObject()) {
            checkValue(field, type, constraint);
            return;
        }
        for (Map.Entry<String, JsonNode> operator : constraint.properties()) {
            require(OPERATORS.contains(operator.getKey()), "The operator '%s' is not supported by the embedded engine",
                    operator.getKey());
            if (operator.getValue().isArray()) {
                operator.getValue().forEach(value -> checkValue(field, type, value));
            } else if (!WITHOUT_VALUE.contains(operator.getKey()) && !operator.getValue().isNull()) {
                checkValue(field, type, operator.getValue());
            }
        }
    }

    private static void checkValue(String field, Class<?> type, JsonNode value) {
        String text = value.asText();
        require(text.indexOf('\0') < 0, "The value for '%s' has a character that no text has: \\u0000", field);
        if (type.isEnum()) {
            List<String> values = Arrays.stream(type.getEnumConstants()).map(String::valueOf)
                    .filter(known -> !known.equals(UNKNOWN)).toList();
            require(values.contains(text), "Unexpected value '%s' for '%s'. Use any of the following values: %s",
                    text, field, values);
        } else if (field.endsWith("Key") && !field.equals("correlationKey")) {
            require(text.matches(field.equals("decisionEvaluationInstanceKey") ? "\\d{1,19}(-\\d{1,9})?"
                    : "-?\\d{1,19}"), "The value '%s' for '%s' is no key", text, field);
        } else if (field.endsWith("Date") || field.endsWith("Time")) {
            require(isDate(text), "The value '%s' for '%s' is no date-time, such as '2026-02-20T11:10:00Z'", text,
                    field);
        }
    }

    private static boolean isDate(String text) {
        try {
            int year = OffsetDateTime.parse(text).getYear();
            return year >= 0 && year <= LAST_YEAR;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void checkSort(JsonNode sort) {
        String field = sort.path("field").asText();
        require(types.containsKey(field), "Unexpected value '%s' for the field to sort by. Use any of the following "
                + "values: %s", field, types.keySet().stream().sorted().toList());
        require(sort.path("order").asText("asc").matches("(?i)asc|desc"), "Unexpected value '%s' for the order. Use "
                + "any of the following values: [ASC, DESC]", sort.path("order").asText());
    }

    private static void checkPage(JsonNode page) {
        require(page.path("limit").asText("1").matches("\\d{1,4}|10000") || page.path("limit").isNull(),
                "The value for page.limit is '%s', but it must be a number from 0 to 10000", page.path("limit"));
        require(page.path("from").asText("0").matches("\\d{1,9}") || page.path("from").isNull(),
                "The value for page.from is '%s', but it must be a number that is not negative", page.path("from"));
        for (String cursor : List.of("after", "before")) {
            require(!page.hasNonNull(cursor) || cursor.equals("after")
                    && PageCursor.parse(page.get(cursor).asText()).isPresent(),
                    "The page.%s '%s' is not the end of a page of the embedded engine", cursor, page.path(cursor));
        }
    }

    private static void require(boolean holds, String otherwise, Object... values) {
        if (!holds) {
            throw new UnsupportedSearchException(otherwise.formatted(values));
        }
    }
}
