package lifeboat.trial.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The users' longest pauses as bars on a logarithmic scale, beside the paper's and the physical limit. */
final class PauseChart {

    /** Of the strategies, one after the other. */
    private static final List<String> COLOURS = List.of("#2f6db3", "#3a9a5b", "#c9792b", "#8457a8", "#b04a5a");
    private static final int PAPER_MEBIBYTES = 40;
    private static final double PAPER_LIGHT_PATH = 2.7;
    private static final double PAPER_PUBLIC = 79.6;
    private static final double LEAST = 0.1;
    private static final double MOST = 1000;
    private static final int LEFT = 230;
    private static final int WIDTH = 640;
    private static final int ROW = 26;
    private static final int TOP = 54;

    private record Bar(String label, double seconds, String colour) {
    }

    String draw(Map<Trial, Duration> pauses) {
        List<Bar> bars = bars(pauses);
        int height = TOP + bars.size() * ROW + 30;
        StringBuilder svg = new StringBuilder(("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="10" y="22" font-size="16">The users' longest pause in seconds (median, logarithmic)</text>
                """).formatted(LEFT + WIDTH + 80, height));
        for (double tick = LEAST; tick <= MOST; tick *= 10) {
            svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>"
                    + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%s</text>%n", x(tick), TOP - 8,
                    x(tick), height - 24, x(tick), height - 8, tick < 1 ? "0.1" : String.valueOf((int) tick)));
        }
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = TOP + i * ROW;
            svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                    + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>"
                    + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n", LEFT - 8, y + 14, bar.label(), LEFT, y,
                    x(bar.seconds()) - LEFT, bar.colour(), x(bar.seconds()) + 6, y + 14, bar.seconds()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Bar> bars(Map<Trial, Duration> pauses) {
        List<Bar> bars = new ArrayList<>();
        Trial before = null;
        for (Map.Entry<Trial, Duration> pause : pauses.entrySet()) {
            Trial trial = pause.getKey();
            if (before == null || before.mebibytes() != trial.mebibytes() || before.lightPath() != trial.lightPath()) {
                String group = "%d MiB, %s".formatted(trial.mebibytes(), trial.way());
                if (trial.mebibytes() == PAPER_MEBIBYTES) {
                    bars.add(new Bar(group + ", paper", trial.lightPath() ? PAPER_LIGHT_PATH : PAPER_PUBLIC,
                            "#999999"));
                }
                bars.add(new Bar(group + ", limit", trial.limit().toNanos() / 1e9, "#cccccc"));
            }
            bars.add(new Bar(trial.strategy().toString(), pause.getValue().toNanos() / 1e9, colour(trial)));
            before = trial;
        }
        return bars;
    }

    private static String colour(Trial trial) {
        return COLOURS.get(trial.strategy().ordinal() % COLOURS.size());
    }

    private static double x(double seconds) {
        double clamped = Math.max(LEAST, Math.min(MOST, seconds));
        return LEFT + WIDTH * Math.log10(clamped / LEAST) / Math.log10(MOST / LEAST);
    }
}
