package lifeboat.evidence.time;

import java.net.URI;

/** An address as it may be shown: who logs in there, and with what, is nobody's business. */
public final class WithoutPassword {

    private WithoutPassword() {
    }

    public static String of(URI address) {
        return address.toString().replaceFirst("//[^/?#]*@", "//***@").replaceFirst("\\?[^#]*", "?***");
    }
}
