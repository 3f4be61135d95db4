package lifeboat.embedded.web;

import java.util.Set;
import lifeboat.embedded.engine.EmbeddedEngine;
import org.operaton.bpm.spring.boot.starter.property.OperatonBpmProperties;
import org.operaton.bpm.spring.boot.starter.webapp.OperatonBpmWebappAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Serves Operaton's Tasklist and Cockpit, if asked for with {@code embedded-engine.web}, behind a login. */
@AutoConfiguration(before = OperatonBpmWebappAutoConfiguration.class)
@ConditionalOnProperty({"embedded-engine.enabled", "embedded-engine.web"})
@EnableConfigurationProperties(OperatonBpmProperties.class)
public class WebApplicationsAutoConfiguration {

    @Bean
    PublishedEngine publishedEngine(EmbeddedEngine engine) {
        return new PublishedEngine(engine.operaton());
    }

    @Bean
    FirstLogin firstLogin(EmbeddedEngine engine) {
        return new FirstLogin(engine.operaton(), System.out);
    }

    @Bean
    @ConditionalOnProperty({"embedded-engine.authentication", "embedded-engine.caller-variable"})
    FilterRegistrationBean<WebCaller> webCaller(@Value("${embedded-engine.caller-variable}") String variable,
            @Value("${embedded-engine.start-messages:}") Set<String> startMessages) {
        FilterRegistrationBean<WebCaller> filter = new FilterRegistrationBean<>(new WebCaller(variable,
                startMessages));
        filter.addUrlPatterns("/operaton/*");
        return filter;
    }
}
