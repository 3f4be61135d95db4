package lifeboat.app.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Lifeboat " + Objects.requireNonNullElse(
                getClass().getPackage().getImplementationVersion(), "of no version: it does not run from its jar")};
    }
}
