package lifeboat.app.cli;

import java.util.Arrays;
import java.util.Iterator;
import lifeboat.app.status.Migrations.MigrationState;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How migrations end, as an operator writes it. */
final class OutcomeOption implements ITypeConverter<MigrationState>, Iterable<String> {

    @Override
    public MigrationState convert(String text) {
        return Arrays.stream(MigrationState.values()).filter(state -> state.label().equals(text)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s".formatted(text,
                        String.join(", ", this))));
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(MigrationState.values()).map(MigrationState::label).iterator();
    }
}
