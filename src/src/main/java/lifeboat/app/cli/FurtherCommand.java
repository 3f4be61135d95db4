package lifeboat.app.cli;

import java.util.concurrent.Callable;

/** A sub-command of {@code lifeboat} that is found on the class path (see {@link java.util.ServiceLoader}). */
public interface FurtherCommand extends Callable<Integer> {
}
