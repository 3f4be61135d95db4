package lifeboat.pmc;

/** The number that names one migration to the PMCs. A later migration has a greater one. */
public record Epoch(long number) implements Comparable<Epoch> {

    /** Before any migration. */
    public static final Epoch NONE = new Epoch(0);

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return String.valueOf(number);
    }
}
