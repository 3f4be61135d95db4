package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A user who is logged in to one of the web applications, and what a browser would send for him. */
final class WebSession {

    private static final String TOKEN = "X-XSRF-TOKEN";

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String address;
    private String token;

    private WebSession(String address) {
        this.address = address;
    }

    /** @param application admin, cockpit or tasklist */
    static WebSession of(String address, String application, String user, String password) throws Exception {
        WebSession session = new WebSession(address + "/operaton");
        session.send("GET", "/app/welcome/default/", null, "text/html");
        HttpResponse<String> login = session.send("POST", "/api/admin/auth/user/default/login/" + application,
                "username=%s&password=%s".formatted(user, URLEncoder.encode(password, StandardCharsets.UTF_8)),
                "application/x-www-form-urlencoded");
        assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
        session.send("GET", "/app/%s/default/".formatted(application), null, "text/html");
        return session;
    }

    /** @param path of the engine's own REST API */
    HttpResponse<String> engine(String method, String path, String json) throws Exception {
        return send(method, "/api/engine/engine/default" + path, json, "application/json");
    }

    private HttpResponse<String> send(String method, String path, String body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path)).header("Content-Type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header(TOKEN, token);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        token = answer.headers().firstValue(TOKEN).orElse(token);
        return answer;
    }
}
