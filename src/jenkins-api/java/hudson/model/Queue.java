package hudson.model;

import hudson.model.queue.SubTask;
import java.util.List;
import java.util.concurrent.Future;
import jenkins.model.queue.QueueItem;

/** The signature of {@code Queue}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class Queue implements Saveable {
    private Queue() {}

    public static Queue getInstance() {
        throw new UnsupportedOperationException();
    }

    public Queue.Item getItem(Queue.Task t) {
        throw new UnsupportedOperationException();
    }

    public Queue.Item getItem(long id) {
        throw new UnsupportedOperationException();
    }

    public boolean cancel(Item item) {
        throw new UnsupportedOperationException();
    }

    public Queue.Item[] getItems() {
        throw new UnsupportedOperationException();
    }

    public void save() {
        throw new UnsupportedOperationException();
    }

    public Future<?> scheduleMaintenance() {
        throw new UnsupportedOperationException();
    }

    public interface Task extends ModelObject, SubTask {}

    public static final class WaitingItem extends Queue.Item implements Comparable<Queue.WaitingItem> {
        private WaitingItem() {
            super(null);
        }

        public int compareTo(Queue.WaitingItem that) {
            throw new UnsupportedOperationException();
        }
    }

    public abstract static class Item extends Actionable implements QueueItem {
        public final Queue.Task task = null;

        protected Item(Queue.Item item) {}

        public Label getAssignedLabel() {
            throw new UnsupportedOperationException();
        }

        public final List<Cause> getCauses() {
            throw new UnsupportedOperationException();
        }

        public long getId() {
            throw new UnsupportedOperationException();
        }

        public long getInQueueSince() {
            throw new UnsupportedOperationException();
        }

        public final String getWhy() {
            throw new UnsupportedOperationException();
        }
    }

    public final class BlockedItem extends Queue.NotWaitingItem {
        private BlockedItem() {
            super(null);
        }
    }

    public static final class BuildableItem extends Queue.NotWaitingItem {
        private BuildableItem() {
            super(null);
        }
    }

    public interface QueueAction extends Action {
        boolean shouldSchedule(List<Action> actions);
    }

    public interface TransientTask extends Queue.Task {}

    public static final class LeftItem extends Queue.Item {
        private LeftItem() {
            super(null);
        }

        public boolean isCancelled() {
            throw new UnsupportedOperationException();
        }
    }

    public abstract static class NotWaitingItem extends Queue.Item {
        protected NotWaitingItem(Queue.WaitingItem wi) {
            super(null);
        }
    }

    public interface FlyweightTask extends Queue.Task {}

    public interface Executable extends Runnable {
        SubTask getParent();
    }
}
