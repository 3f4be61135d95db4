package lifeboat.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import lifeboat.evidence.log.EvidenceException;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.note.Checkpoint;
import lifeboat.evidence.note.NoteException;
import lifeboat.evidence.note.VerifierKey;
import lifeboat.evidence.record.EvidenceBundle;
import lifeboat.evidence.record.EvidenceBundle.ProvenEntry;
import lifeboat.evidence.time.TimeStamp;
import lifeboat.evidence.time.TimeStampException;
import lifeboat.evidence.tree.InclusionProof;
import lifeboat.evidence.tree.TreeHash;

/** Checks the exported evidence of one migration, without the log. */
public final class BundleVerification {

    private final EvidenceBundle bundle;
    private final Trust trust;
    private final List<String> faults = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    private BundleVerification(EvidenceBundle bundle, Trust trust) {
        this.bundle = bundle;
        this.trust = trust;
    }

    /** @throws EvidenceException if its key cannot be read */
    public static Verdict of(EvidenceBundle bundle, Trust trust) throws EvidenceException {
        return new BundleVerification(bundle, trust).verdict();
    }

    private Verdict verdict() throws EvidenceException {
        VerifierKey key = key();
        try {
            Checkpoint checkpoint = Checkpoint.verified(bundle.checkpoint(), key);
            long last = -1;
            for (ProvenEntry entry : bundle.entries()) {
                last = check(entry, checkpoint, last);
            }
            facts.add("%d entries of migration %s were checked against the checkpoint of %d entries by %s.".formatted(
                    bundle.entries().size(), bundle.migration(), checkpoint.size(), key.name()));
        } catch (NoteException e) {
            faults.add("The checkpoint: " + e.getMessage());
        }
        stamp();
        facts.add("That no entry of this migration was left out here, and that the log was not written anew, only "
                + "the whole log can prove, with a checkpoint from elsewhere.");
        if (bundle.withoutCheckpoint() > 0) {
            facts.add("%d later entries had no checkpoint yet when this was exported.".formatted(
                    bundle.withoutCheckpoint()));
        }
        if (bundle.entries().isEmpty()) {
            faults.add("It has no entries.");
        }
        return new Verdict(faults, facts, 0);
    }

    private VerifierKey key() throws EvidenceException {
        if (trust.key().isPresent()) {
            return trust.key().get();
        }
        facts.add("The key is the one that came with it, %s: compare it with one that you have from elsewhere (--key)."
                .formatted(bundle.verifierKey()));
        try {
            return VerifierKey.parse(String.valueOf(bundle.verifierKey()));
        } catch (NoteException e) {
            throw new EvidenceException(e.getMessage(), e);
        }
    }

    private long check(ProvenEntry proven, Checkpoint checkpoint, long last) {
        try {
            byte[] line = proven.line().getBytes(StandardCharsets.UTF_8);
            InclusionProof proof = new InclusionProof(Long.parseLong(proven.index()), checkpoint.size(),
                    proven.proof().stream().map(TreeHash::ofBase64).toList());
            if (!proof.leadsTo(checkpoint.root(), TreeHash.ofLeaf(line))) {
                faults.add("Entry %s is not in the log that the checkpoint signs: it was altered, or put in."
                        .formatted(proven.index()));
                return last;
            }
            LogEntry entry = LogEntry.of(line);
            if (!bundle.migration().equals(entry.migration())) {
                faults.add("Entry %s is of migration %s.".formatted(proven.index(), entry.migration()));
            }
            if (entry.index() <= last) {
                faults.add("Entry %d stands behind entry %d: they were reordered.".formatted(entry.index(), last));
            }
            return Math.max(last, entry.index());
        } catch (IllegalArgumentException e) {
            faults.add("Entry %s cannot be checked: %s.".formatted(proven.index(), e.getMessage()));
            return last;
        }
    }

    private void stamp() {
        if (bundle.timeStamp() == null) {
            return;
        }
        try {
            TimeStamp stamp = TimeStamp.verified(Base64.getDecoder().decode(bundle.timeStamp()),
                    bundle.checkpoint().getBytes(StandardCharsets.UTF_8), trust.authorities());
            facts.add("The checkpoint was there at %s, says '%s'%s.".formatted(stamp.time(), stamp.authority(),
                    stamp.trusted() ? "" : ", of whom nobody says here that it is an authority (--tsa)"));
            if (!stamp.trusted() && !trust.authorities().isEmpty()) {
                faults.add("The time stamp is by '%s', which is not trusted.".formatted(stamp.authority()));
            }
        } catch (TimeStampException | IllegalArgumentException e) {
            faults.add("The time stamp: " + e.getMessage());
        }
    }
}
