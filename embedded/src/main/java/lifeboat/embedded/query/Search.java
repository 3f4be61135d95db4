package lifeboat.embedded.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lifeboat.embedded.engine.Commands;
import lifeboat.embedded.engine.Sql;

/** Filters, sorts and pages results the way the v2 search endpoints do. */
public class Search {

    /** More results than these are not counted, as by Zeebe. */
    private static final int COUNTED = 10_000;

    /** As many rows are looked at one by one for what the database cannot tell. */
    private static final int LOOKED_AT = 100_000;
    private static final int AT_ONCE = 2_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("\\d+(-\\d+)?");

    private final Commands commands;
    private final Map<Class<?>, SearchedFields> fields = new ConcurrentHashMap<>();

    /** The generated result classes leave nulls out, but a filter must know every field there is. */
    private final ObjectMapper mapper = new ObjectMapper().setAnnotationIntrospector(
            new JacksonAnnotationIntrospector() {
                @Override
                public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
                    return JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS);
                }
            });

    public Search(Commands commands) {
        this.commands = commands;
    }

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

    /** What a field must be equal to, if the query says so. */
    static Optional<String> equal(JsonNode query, String field) {
        JsonNode constraint = query.path("filter").path(field);
        JsonNode value = constraint.isObject() ? constraint.path("$eq") : constraint;
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    /**
     * @param query the request's body: {@code filter}, {@code sort}, {@code page}, each optional
     * @param type what the results are
     * @param sources where they are; those of the first come first where nobody sorts
     * @throws UnsupportedSearchException if the query asks for what there is not in a result
     */
    <T> JsonNode search(JsonNode query, Class<T> type, List<Source<T>> sources) {
        check(query, type);
        List<Part> parts = sources.stream().map(source -> part(query, source))
                .filter(part -> part.selection().isComplete() || count(part, 1) > 0).toList();
        if (!parts.stream().allMatch(part -> part.selection().isComplete())) {
            return inMemory(query, parts.stream().flatMap(part -> filtered(query, part).stream()).toList());
        }
        return parts.size() <= 1 || query.path("sort").isEmpty() ? page(query.path("page"), parts)
                : merged(query, parts);
    }

    <T> JsonNode search(JsonNode query, Class<T> type, Source<T> source) {
        return search(query, type, List.of(source));
    }

    /** For what there is not much of. */
    <T> JsonNode search(JsonNode query, Class<T> type, Supplier<List<T>> all) {
        check(query, type);
        SearchFilter filter = new SearchFilter(query.path("filter"));
        return inMemory(query, all.get().stream().map(this::json).filter(filter::matches).toList());
    }

    private void check(JsonNode query, Class<?> type) {
        fields.computeIfAbsent(type, SearchedFields::of).check(query);
    }

    /** Results of one source, of which those of a page are read. */
    private record Part(RowSelection selection, Reading reading, boolean isHinted) {

        @FunctionalInterface
        interface Reading {
            List<JsonNode> read(Statement rows);
        }

        List<JsonNode> rows(int from, int limit) {
            return limit <= 0 ? List.of() : reading.read(selection.rows(from, limit, isHinted));
        }
    }

    private <T> Part part(JsonNode query, Source<T> source) {
        return new Part(source.table().select(query, source.others()),
                rows -> source.read().apply(rows).stream().map(this::json).toList(), commands.isOnH2());
    }

    private JsonNode json(Object result) {
        return mapper.valueToTree(result);
    }

    /** The ids of the rows, where what they tell is read elsewhere. */
    List<String> ids(Statement rows) {
        return commands.inTransaction(context -> rows.ids(new Sql(context)));
    }

    private int count(Part part, int most) {
        return commands.inTransaction(context -> part.selection().count(most, part.isHinted())
                .rows(new Sql(context), row -> row.getInt(1))).get(0);
    }

    private JsonNode page(JsonNode page, List<Part> parts) {
        int from = from(page);
        int limit = limit(page);
        List<JsonNode> items = new ArrayList<>();
        int before = 0;
        for (Part part : parts) {
            int count = count(part, Math.max(COUNTED + 1, from + limit));
            items.addAll(part.rows(Math.max(0, from - before), Math.min(limit - items.size(),
                    before + count - from)));
            before += count;
        }
        return answer(items, Math.min(from, before), limit, before);
    }

    /** Each source is sorted by the database, as far as the page goes. */
    private JsonNode merged(JsonNode query, List<Part> parts) {
        int from = from(query.path("page"));
        int limit = limit(query.path("page"));
        int end = from + limit;
        if (end > LOOKED_AT) {
            throw tooMany();
        }
        List<JsonNode> found = new ArrayList<>();
        parts.forEach(part -> found.addAll(part.rows(0, end)));
        sort(query.path("sort"), found);
        int total = parts.stream().mapToInt(part -> count(part, COUNTED + 1)).sum();
        return answer(found.subList(Math.min(from, found.size()), Math.min(end, found.size())),
                Math.min(from, total), limit, total);
    }

    private JsonNode inMemory(JsonNode query, List<JsonNode> results) {
        List<JsonNode> found = new ArrayList<>(results);
        sort(query.path("sort"), found);
        int from = Math.min(from(query.path("page")), found.size());
        int to = Math.min(found.size(), from + limit(query.path("page")));
        return answer(found.subList(from, to), from, limit(query.path("page")), found.size());
    }

    private List<JsonNode> filtered(JsonNode query, Part part) {
        SearchFilter filter = new SearchFilter(query.path("filter"));
        List<JsonNode> found = new ArrayList<>();
        int rows = count(part, LOOKED_AT + 1);
        if (rows > LOOKED_AT) {
            throw tooMany();
        }
        for (int from = 0; from < rows; from += AT_ONCE) {
            part.rows(from, AT_ONCE).stream().filter(filter::matches).forEach(found::add);
        }
        return found;
    }

    private static UnsupportedSearchException tooMany() {
        return new UnsupportedSearchException(("What the search asks for cannot be told by the database, and more than "
                + "%d results would have to be looked at one by one: filter by the key of the process instance, or by "
                + "what it is equal to").formatted(LOOKED_AT));
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

    /** Keys are numbers written as text, some of them with a second number. */
    private static int compare(String left, String right) {
        if (!KEY.matcher(left).matches() || !KEY.matcher(right).matches()) {
            return left.compareTo(right);
        }
        return Arrays.compare(Stream.of(left.split("-")).map(BigInteger::new).toArray(BigInteger[]::new),
                Stream.of(right.split("-")).map(BigInteger::new).toArray(BigInteger[]::new));
    }

    /** How many results come before the page. */
    private static int from(JsonNode page) {
        return page.hasNonNull("after") ? PageCursor.parse(page.get("after").asText()).orElseThrow().before()
                : page.path("from").asInt(0);
    }

    private static int limit(JsonNode page) {
        return page.path("limit").asInt(DEFAULT_LIMIT);
    }

    /**
     * @param items those of the page, the first of which is the one after {@code from} others
     * @param limit how many belong to a page: some may have ended since they were counted
     * @param total all there are, of which no more need be counted than the API does
     */
    private JsonNode answer(List<JsonNode> items, int from, int limit, int total) {
        ObjectNode answer = mapper.createObjectNode();
        answer.putArray("items").addAll(items);
        ObjectNode position = answer.putObject("page");
        position.put("totalItems", Math.min(total, COUNTED));
        position.put("hasMoreTotalItems", total > COUNTED);
        position.put("startCursor", total == 0 ? null : new PageCursor(from).toString());
        int end = Math.min(from + limit, total);
        position.put("endCursor", end <= from ? null : new PageCursor(end).toString());
        return answer;
    }
}
