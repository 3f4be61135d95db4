package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.pmc.transfer.ByteRun;
import lifeboat.pmc.transfer.ByteSelection;

/**
 * An image for a post-copy: of its memory only the pages that must be there before the process can run. CRIU marks in
 * {@code pagemap-ID.img} which those are not.
 */
final class WithoutLazyPages implements ByteSelection {

    private static final Pattern PAGES = Pattern.compile("pages-(\\d+)\\.img");

    @Override
    public List<ByteRun> runs(Path file) throws IOException {
        Matcher name = PAGES.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return WHOLE.runs(file);
        }
        PageMap map = PageMap.of(file.getParent(), Long.parseLong(name.group(1)));
        List<ByteRun> runs = new ArrayList<>();
        long at = 0;
        for (PageMap.Entry entry : map.entries()) {
            runs.add(entry.isLazy() ? ByteRun.leftOut(at, entry.bytes()) : ByteRun.fresh(at, entry.bytes()));
            at += entry.bytes();
        }
        if (at != Files.size(file)) {
            throw new IOException("%s has %d bytes, but its page map knows %d".formatted(file, Files.size(file), at));
        }
        return runs;
    }
}
