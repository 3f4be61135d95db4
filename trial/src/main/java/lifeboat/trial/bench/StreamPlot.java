package lifeboat.trial.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the user received by and by during a migration, one line for each strategy: a pause is where it is level. */
final class StreamPlot {

    private static final List<String> COLOURS = List.of("#2f6db3", "#3a9a5b", "#c9792b");
    private static final int LEFT = 70;
    private static final int WIDTH = 760;
    private static final int TOP = 40;
    private static final int HEIGHT = 320;
    private static final int TICKS = 5;

    /** @param runs of the same size and way, each by another strategy */
    String draw(List<Measurement> runs) {
        double seconds = runs.stream().mapToDouble(run -> seconds(last(run).time())).max().orElse(1);
        double kilobytes = runs.stream().mapToDouble(run -> received(run, last(run))).max().orElse(1);
        Trial trial = runs.get(0).trial();
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="22" font-size="16">Kilobytes received over seconds: %d MiB, %s</text>
                """, LEFT + WIDTH + 30, TOP + HEIGHT + 60, trial.mebibytes(), trial.way()));
        for (int i = 0; i <= TICKS; i++) {
            double share = (double) i / TICKS;
            double x = LEFT + WIDTH * share;
            double y = TOP + HEIGHT * (1 - share);
            svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#eee\"/>"
                    + "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#eee\"/>"
                    + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>"
                    + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>%n", x, TOP, x, TOP + HEIGHT, LEFT, y,
                    LEFT + WIDTH, y, x, TOP + HEIGHT + 18, seconds * share, LEFT - 6, y + 4, kilobytes * share));
        }
        for (int i = 0; i < runs.size(); i++) {
            Measurement run = runs.get(i);
            String colour = COLOURS.get(i % COLOURS.size());
            svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").append(colour).append("\" points=\"");
            for (Measurement.Sample sample : run.stream()) {
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", LEFT + WIDTH * seconds(sample.time()) / seconds,
                        TOP + HEIGHT * (1 - received(run, sample) / kilobytes)));
            }
            svg.append(String.format(Locale.ROOT, "\"/>%n<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    LEFT + i * 180, TOP + HEIGHT + 44, colour, run.trial().strategy()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static Measurement.Sample last(Measurement run) {
        return run.stream().isEmpty() ? new Measurement.Sample(Duration.ofSeconds(1), 0)
                : run.stream().get(run.stream().size() - 1);
    }

    private static double received(Measurement run, Measurement.Sample sample) {
        return (sample.bytes() - (run.stream().isEmpty() ? 0 : run.stream().get(0).bytes())) / 1000.0;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
