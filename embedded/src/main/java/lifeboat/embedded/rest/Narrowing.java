package lifeboat.embedded.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.Optional;

/** What a filter asks for by equality, so that less has to be read than there is. */
record Narrowing(JsonNode filter) {

    static Narrowing of(JsonNode query) {
        return new Narrowing(query.path("filter"));
    }

    static Narrowing to(String field, String value) {
        return new Narrowing(JsonNodeFactory.instance.objectNode().put(field, value));
    }

    Optional<String> value(String field) {
        JsonNode constraint = filter.path(field);
        return text(constraint.isObject() ? constraint.path("$eq") : constraint);
    }

    /** The moment that a date must not be before. */
    Optional<Date> since(String field) {
        return text(filter.path(field).path("$gte")).map(text -> Date.from(OffsetDateTime.parse(text).toInstant()));
    }

    private static Optional<String> text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }
}
