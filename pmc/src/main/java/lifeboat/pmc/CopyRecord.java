package lifeboat.pmc;

/**
 * What a PMC has on disk of one process: what is here, what it was about to do, and which migrations are over. It is
 * written before each action and after it.
 *
 * @param active the epoch in whose hands the process is; it stays so until that epoch ends here
 * @param dead the last epoch that is over here: whatever it still commands is refused
 * @param resumed the last epoch that resumed the process here
 * @param handedOver whether the target of {@code active} may have the whole image
 * @param usersComing whether the users of {@code active} are on their way to this server
 * @param owner whether the process belongs here: it ran here last, and nobody else has it
 * @param terms of {@code active}, or of the last epoch
 * @param vlan the VLAN that {@code active} has for its images, or {@code resumed} until it is given back; 0 for none
 */
public record CopyRecord(LocalCopyState state, Intent intent, Epoch active, Epoch dead, Epoch resumed,
        boolean handedOver,
        boolean usersComing, boolean owner, AgreedTerms terms, int vlan) {

    /** Before anything is known of the process. */
    static final CopyRecord INITIAL = new CopyRecord(LocalCopyState.ABSENT, Intent.NONE, Epoch.NONE, Epoch.NONE,
            Epoch.NONE,
            false, false, false, AgreedTerms.NONE, 0);

    boolean isDead(Epoch epoch) {
        return epoch.compareTo(dead) <= 0;
    }

    boolean isHeldBy(Epoch epoch) {
        return active.equals(epoch);
    }

    CopyRecord takenBy(Epoch epoch) {
        return isHeldBy(epoch) ? this
                : new CopyRecord(state, intent, epoch, dead, resumed, false, false, owner, AgreedTerms.NONE, 0);
    }

    CopyRecord agreedOn(AgreedTerms agreed) {
        return new CopyRecord(state, intent, active, dead, resumed, handedOver, usersComing, owner, agreed, vlan);
    }

    CopyRecord travellingIn(int migrationVlan) {
        return new CopyRecord(state, intent, active, dead, resumed, handedOver, usersComing, owner, terms,
                migrationVlan);
    }

    CopyRecord about(Intent next) {
        return new CopyRecord(state, next, active, dead, resumed, handedOver, usersComing, owner, terms, vlan);
    }

    /** Nothing is half done any more. */
    CopyRecord now(LocalCopyState next) {
        return new CopyRecord(next, Intent.NONE, active, dead, resumed, handedOver, usersComing,
                owner || next == LocalCopyState.RUNNING, terms, vlan);
    }

    CopyRecord handingOver() {
        return new CopyRecord(state, intent, active, dead, resumed, true, usersComing, owner, terms, vlan);
    }

    CopyRecord expectingUsers(boolean expected) {
        return new CopyRecord(state, intent, active, dead, resumed, handedOver, expected, owner, terms, vlan);
    }

    CopyRecord givenAway() {
        return new CopyRecord(state, intent, active, dead, resumed, handedOver, usersComing, false, terms, vlan);
    }

    /** This server starts the process itself. */
    CopyRecord owned() {
        return new CopyRecord(state, intent, active, dead, resumed, handedOver, usersComing, true, terms, vlan);
    }

    /** What was passed on could not be taken. */
    CopyRecord passedBack() {
        return new CopyRecord(state, Intent.NONE, dead, dead, resumed, handedOver, usersComing, owner, terms, vlan);
    }

    /** The epoch is over, and a later one of the same migration goes on with what is here of it. */
    CopyRecord passedOn(Epoch epoch, Epoch next) {
        return new CopyRecord(state, intent, next, dead.orLater(epoch), resumed, false, false, owner, terms, vlan);
    }

    /** Nothing of the epoch is done here any more, but what is here of it stays in its hands. */
    CopyRecord closed(Epoch epoch) {
        return new CopyRecord(state, intent, active, dead.orLater(epoch), resumed, handedOver, usersComing, owner,
                terms, vlan);
    }

    /** The epoch is over here, and has no VLAN here any more. */
    public CopyRecord ended(Epoch epoch) {
        CopyRecord closed = closed(epoch);
        return isHeldBy(epoch) ? new CopyRecord(state, intent, Epoch.NONE, closed.dead, resumed, false, false, owner,
                terms, 0) : resumed.equals(epoch) ? closed.travellingIn(0) : closed;
    }

    /** The VLAN stays the epoch's until it is given back: the pages of a post-copy may still be coming in it. */
    CopyRecord resumedBy(Epoch epoch) {
        return new CopyRecord(LocalCopyState.RUNNING, Intent.NONE, Epoch.NONE, dead.orLater(epoch), epoch, false, false,
                true, terms, vlan);
    }

    /** It was resumed here, and can run nowhere any more: what the source has of it may be the last. */
    boolean isLost(Epoch epoch) {
        return state == LocalCopyState.ABSENT && !owner && !epoch.equals(Epoch.NONE)
                && resumed.equals(epoch) && dead.equals(epoch);
    }

    boolean goesOnByAnother(Epoch epoch) {
        return state == LocalCopyState.STAGED && active.compareTo(epoch) > 0
                && !isDead(active);
    }

    /** Whether nobody else can have anything of a process that is not running here. */
    boolean isHere() {
        return owner && (active.equals(Epoch.NONE) || terms.peers().isEmpty());
    }

    Epoch last() {
        return active.equals(Epoch.NONE) ? dead : active;
    }

    boolean isToSettle() {
        return intent != Intent.NONE || state == LocalCopyState.FROZEN
                || state == LocalCopyState.STAGED && usersComing && !isDead(active);
    }
}
