package lifeboat.evidence.time;

import java.net.URI;

/** An address as it may be shown: who logs in there, and with what, is nobody's business. */
public final class WithoutPassword {

    private WithoutPassword() {
    }

    public static String of(URI address) {
        String shown = address.getRawUserInfo() == null ? address.toString()
                : address.toString().replace(address.getRawUserInfo() + "@", "***@");
        return address.getRawQuery() == null ? shown : shown.replace("?" + address.getRawQuery(), "?***");
    }
}
