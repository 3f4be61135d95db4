package lifeboat.workers;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.worker.BackoffSupplier;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.pool.DeviceSessions;
import lifeboat.connectors.session.Journal;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The job workers and what they work with. The application adds the inventory and the device definitions. */
@Configuration
@ComponentScan
public class WorkersConfiguration {

    /** How soon an engine that could not take a command is told again: users may be waiting. */
    @Bean
    BackoffSupplier backoffSupplier() {
        return BackoffSupplier.newBackoffBuilder().minDelay(50).maxDelay(1000).backoffFactor(1.6).jitterFactor(0.1)
                .build();
    }

    /** Every method that works on jobs tells the evidence what it does. */
    @Bean
    static Advisor recording(@Qualifier("recordedJobs") ObjectProvider<MethodInterceptor> recordedJobs) {
        return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(JobWorker.class),
                (MethodInterceptor) call -> recordedJobs.getObject().invoke(call));
    }

    @Bean
    static DefaultAdvisorAutoProxyCreator proxies() {
        DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
        creator.setProxyTargetClass(true);
        return creator;
    }

    @Bean
    DeviceSessions deviceSessions(DeviceDefinitions definitions, Journal journal) {
        return new DeviceSessions(definitions, journal);
    }
}
