package lifeboat.embedded.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Filters, sorts and pages results the way the v2 search endpoints do. */
class Search {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 100;

    private final Map<Class<?>, SearchedFields> fields = new ConcurrentHashMap<>();

    /** The generated result classes leave nulls out, but a filter must know every field there is. */
    private final ObjectMapper mapper = new ObjectMapper().setAnnotationIntrospector(
            new JacksonAnnotationIntrospector() {
                @Override
                public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
                    return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
                }
            });

    /** A request's body as a query. @throws UnsupportedSearchException if it is none */
    static JsonNode query(String body) {
        try {
            JsonNode query = JSON.readTree(body == null || body.isBlank() ? "{}" : body);
            if (query instanceof ObjectNode) {
                return query;
            }
        } catch (JsonProcessingException e) {
            throw new UnsupportedSearchException("The request body is not JSON: " + e.getOriginalMessage());
        }
        throw new UnsupportedSearchException("The request body must be a JSON object");
    }

    /**
     * @param query the request's body: {@code filter}, {@code sort}, {@code page}, each optional
     * @param type what the results are
     * @param all all there is, oldest first; read once the query is known to make sense
     * @throws UnsupportedSearchException if the query asks for what there is not in a result
     */
    <T> JsonNode search(JsonNode query, Class<T> type, Supplier<List<T>> all) {
        fields.computeIfAbsent(type, SearchedFields::of).check(query);
        return inMemory(query, all.get());
    }

    private JsonNode inMemory(JsonNode query, List<?> results) {
        SearchFilter filter = new SearchFilter(query.path("filter"));
        List<JsonNode> found = new ArrayList<>();
        for (Object result : results) {
            JsonNode node = mapper.valueToTree(result);
            if (filter.matches(node)) {
                found.add(node);
            }
        }
        sort(query.path("sort"), found);
        return page(query.path("page"), found);
    }

    private static void sort(JsonNode sort, List<JsonNode> found) {
        Comparator<JsonNode> order = null;
        for (JsonNode key : sort) {
            String field = key.path("field").asText();
            Comparator<JsonNode> next = Comparator.comparing(node -> node.path(field).asText(), Search::compare);
            if ("desc".equalsIgnoreCase(key.path("order").asText())) {
                next = next.reversed();
            }
            order = order == null ? next : order.thenComparing(next);
        }
        if (order != null) {
            found.sort(order);
        }
    }

    /** Keys are numbers written as text: the shorter one is the smaller. */
    private static int compare(String left, String right) {
        boolean numbers = !left.isEmpty() && !right.isEmpty() && (left + right).chars().allMatch(Character::isDigit);
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }

    /** How many results come before the page. */
    static int from(JsonNode page) {
        return page.hasNonNull("after") ? Integer.parseInt(page.get("after").asText()) : page.path("from").asInt(0);
    }

    static int limit(JsonNode page) {
        return page.path("limit").asInt(DEFAULT_LIMIT);
    }

    private JsonNode page(JsonNode page, List<JsonNode> found) {
        int from = Math.min(from(page), found.size());
        int to = Math.min(found.size(), from + limit(page));
        return page(found.subList(from, to), from, found.size());
    }

    /**
     * @param items those of the page, the first of which is the one after {@code from} others
     * @param total all there are, of which no more need be counted than the API does
     */
    private JsonNode page(List<JsonNode> items, int from, int total) {
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("items").addAll(items);
        ObjectNode position = answer.putObject("page");
        position.put("totalItems", Math.min(total, SearchedTable.COUNTED));
        position.put("hasMoreTotalItems", total > SearchedTable.COUNTED);
        position.put("startCursor", total == 0 ? null : String.valueOf(from));
        position.put("endCursor", items.isEmpty() ? null : String.valueOf(from + items.size()));
        return answer;
    }

    /** Results that the database has found, and how many there are. */
    record Found<T>(List<T> items, int total) {
    }

    /**
     * @param type what the results are
     * @param table where they are
     * @param inDatabase finds them there
     * @param all all there is, oldest first: for what the table cannot tell
     */
    <T> JsonNode search(JsonNode query, Class<T> type, SearchedTable table,
            Function<SearchedTable.Selection, Found<T>> inDatabase, Supplier<List<T>> all) {
        fields.computeIfAbsent(type, SearchedFields::of).check(query);
        return table.select(query).map(selection -> {
            Found<T> found = inDatabase.apply(selection);
            return page(found.items().stream().map(item -> (JsonNode) mapper.valueToTree(item)).toList(),
                    Math.min(selection.from(), found.total()), found.total());
        }).orElseGet(() -> inMemory(query, all.get()));
    }
}
