package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.CamundaUserResult;
import io.camunda.client.protocol.rest.LicenseResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import lifeboat.embedded.access.Caller;
import lifeboat.embedded.access.CallerRole;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who asks, and by which license: there is none. Where nobody has to log in, nobody is told apart. */
@RestController
@RequestMapping("/v2")
public class AboutController {

    @GetMapping("/license")
    LicenseResponse license() {
        return new LicenseResponse().validLicense(false).licenseType("unknown").isCommercial(false);
    }

    @GetMapping("/authentication/me")
    CamundaUserResult me(HttpServletRequest request) {
        Caller caller = (Caller) request.getAttribute(RestAccess.CALLER);
        return new CamundaUserResult().username(caller == null ? "anonymous" : caller.name())
                .authorizedComponents(List.of("*")).tenants(List.of()).groups(List.of())
                .roles(caller == null ? List.of() : caller.roles().stream().map(CallerRole::group).sorted().toList())
                .canLogout(false).apiUser(true);
    }
}
