package lifeboat.app.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import lifeboat.workers.inventory.Inventory;
import lifeboat.workers.migration.SessionMigration;

/** What a form's lists of services and sites offer: those of the inventory. */
final class InventoryLists {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Collection<String>> names;

    InventoryLists(Inventory inventory) {
        names = Map.of(SessionMigration.VARIABLE_SERVICE, inventory.services().keySet(),
                SessionMigration.VARIABLE_TARGET_SITE, inventory.sites().keySet());
    }

    /** A form, as JSON, with its lists filled. */
    byte[] filledInto(byte[] form) throws IOException {
        JsonNode root = MAPPER.readTree(form);
        for (JsonNode component : root.path("components")) {
            String key = component.path("key").asText();
            if (names.containsKey(key) && component.path("type").asText().equals("select")) {
                ArrayNode values = ((ObjectNode) component).putArray("values");
                names.get(key).stream().sorted().forEach(name -> values.addObject().put("label", name)
                        .put("value", name));
            }
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }
}
