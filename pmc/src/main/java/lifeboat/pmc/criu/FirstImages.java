package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.transfer.Image;
import lifeboat.pmc.transfer.KnownImage;

/** The first images of pre-copies: at the source to compare the last one with, at the target to complete it from. */
final class FirstImages {

    private final Path folder;
    private final Map<String, KnownImage> sent = new ConcurrentHashMap<>();

    FirstImages(Path folder) {
        this.folder = folder;
    }

    Optional<KnownImage> sent(String process, Epoch epoch) {
        return Optional.ofNullable(sent.get(process)).filter(known -> known.epoch().equals(epoch));
    }

    /** Where the next one is to be written. */
    Image next(String process, Epoch epoch, int round) {
        return new Image(folder.resolve(process).resolve("%s-%d".formatted(epoch, round)));
    }

    /** The other side has it now, instead of the one before. */
    void keepSent(String process, KnownImage image) {
        KnownImage before = sent.put(process, image);
        if (before != null) {
            before.image().delete();
        }
    }

    /** @param sha256 under which it was sent */
    void keepReceived(String process, Epoch epoch, Path arrived, String sha256) throws CommandRefused {
        try {
            discard(process);
            Path kept = received(process, epoch, sha256);
            Files.createDirectories(kept.getParent());
            Files.move(arrived, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandRefused("the first image of process %s cannot be kept: %s".formatted(process,
                    e.getMessage()));
        }
    }

    Path received(String process, Epoch epoch, String sha256) {
        return folder.resolve(process).resolve("%s-%s".formatted(epoch, sha256));
    }

    /** The one that was received; empty if there is none. A process has one at a time here. */
    Optional<Image> received(String process) throws CommandRefused {
        Path kept = folder.resolve(process);
        if (!Files.isDirectory(kept)) {
            return Optional.empty();
        }
        try (Stream<Path> images = Files.list(kept)) {
            return images.map(Image::new).filter(image -> !image.pids().isEmpty()).findFirst();
        } catch (IOException e) {
            throw new CommandRefused("the first image of process %s cannot be read: %s".formatted(process,
                    e.getMessage()));
        }
    }

    long bytes(String process) {
        return new Image(folder.resolve(process)).bytes();
    }

    void discard(String process) {
        sent.remove(process);
        new Image(folder.resolve(process)).delete();
    }
}
