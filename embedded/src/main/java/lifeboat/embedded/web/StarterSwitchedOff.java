package lifeboat.embedded.web;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Keeps Operaton's starter, which comes with the web applications, from setting up an engine of its own. */
public class StarterSwitchedOff implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("embedded-engine",
                Map.of("operaton.bpm.enabled", false)));
    }
}
