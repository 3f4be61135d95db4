package lifeboat.embedded.rest;

import io.camunda.client.protocol.rest.CamundaUserResult;
import io.camunda.client.protocol.rest.LicenseResponse;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who asks, and by which license: nobody is told apart, and there is none. */
@RestController
@RequestMapping("/v2")
public class AboutController {

    @GetMapping("/license")
    LicenseResponse license() {
        return new LicenseResponse().validLicense(false).licenseType("unknown").isCommercial(false);
    }

    @GetMapping("/authentication/me")
    CamundaUserResult me() {
        return new CamundaUserResult().username("anonymous").authorizedComponents(List.of("*")).tenants(List.of())
                .groups(List.of()).roles(List.of()).canLogout(false).apiUser(true);
    }
}
