package io.jenkins.plugins.iac.journal;

/**
 * How a journal stands, looked at without changing anything.
 *
 * @param freeBytes room that its disk has for this process; 0 where that cannot be told
 * @param refusals of records since it was opened because another writer had taken over
 */
public record JournalHealth(State state, long freeBytes, long refusals) {
    /** Where it stands. */
    public enum State {
        /** Runs may start and change things. */
        WRITABLE,
        /** The disk is full, or the space kept for the end of runs is used up: nothing starts or changes anything. */
        NO_ROOM,
        /** Another writer took over; this one keeps nothing any more. */
        REPLACED,
        /** A write failed so that nobody knows what reached the disk, or it is closed. */
        BROKEN
    }

    static JournalHealth of(boolean broken, Fence fence, Reserve reserve, long refusals) {
        long usable = reserve.usable();
        if (broken) {
            return new JournalHealth(State.BROKEN, usable, refusals);
        }
        if (fence.superseded() != null) {
            return new JournalHealth(State.REPLACED, usable, refusals);
        }
        boolean room = usable >= Reserve.NEEDED && reserve.isInPlace();
        return new JournalHealth(room ? State.WRITABLE : State.NO_ROOM, usable, refusals);
    }
}
