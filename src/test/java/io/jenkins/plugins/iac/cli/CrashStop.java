package io.jenkins.plugins.iac.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.connect.TransportTimeoutException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import io.jenkins.plugins.iac.journal.Journal;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Stops all threads of a command as a debugger does, at the so-manieth record of the journal that it writes: with no byte of it
 * in the file yet, or with the record on the disk and nothing done that it announces. There it is struck. So every record is
 * hit where it is meant to be, however fast the machine is, and the command knows nothing of it.
 */
final class CrashStop implements CrashBlow {
    /** Where about a record. */
    enum Side {
        BEFORE,
        AFTER
    }

    /** What is done while the command stands still. */
    interface Hand {
        /**
         * @param goOn lets the command go on; not called where it is dead
         * @return whether something was hit
         */
        boolean strike(Process process, Runnable goOn) throws IOException, InterruptedException;

        /** The command itself, by SIGKILL. */
        static boolean host(Process process, Runnable goOn) throws InterruptedException {
            process.destroyForcibly().waitFor();
            return true;
        }
    }

    private static final String WRITER = Journal.class.getName();
    private final int number;
    private final Side side;
    private final Hand hand;
    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> place;
    private final String address;
    private int seen;

    /** @param number which of the records that the command writes, from 1 */
    CrashStop(int number, Side side, Hand hand) throws IOException {
        this.number = number;
        this.side = side;
        this.hand = hand;
        this.connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(c -> c.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        this.place = connector.defaultArguments();
        place.get("localAddress").setValue("127.0.0.1");
        place.get("port").setValue("0");
        place.get("timeout").setValue("60000");
        try {
            this.address = connector.startListening(place);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> java() {
        return List.of("-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address);
    }

    @Override
    public boolean strike(Process process) throws IOException, InterruptedException {
        try {
            VirtualMachine machine = connector.accept(place);
            while (true) {
                EventSet events = machine.eventQueue().remove();
                for (Event event : events) {
                    if (isThere(machine, event)) {
                        return hand.strike(process, machine::dispose);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException | TransportTimeoutException e) {
            // It came to its end without that many records.
            return false;
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        } finally {
            stop();
        }
    }

    private void stop() throws IOException {
        try {
            connector.stopListening(place);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isThere(VirtualMachine machine, Event event) {
        if (event instanceof VMStartEvent) {
            ClassPrepareRequest loaded = machine.eventRequestManager().createClassPrepareRequest();
            loaded.addClassFilter(WRITER);
            loaded.enable();
        } else if (event instanceof ClassPrepareEvent loaded) {
            Method write = loaded.referenceType().methodsByName("write").get(0);
            machine.eventRequestManager()
                    .createBreakpointRequest(side == Side.BEFORE ? write.location() : end(write))
                    .enable();
        }
        return event instanceof BreakpointEvent && ++seen == number;
    }

    /** The return, which is reached when the record is synced. */
    private static Location end(Method method) {
        try {
            return method.allLineLocations().stream()
                    .max(Comparator.comparingLong(Location::codeIndex))
                    .orElseThrow();
        } catch (com.sun.jdi.AbsentInformationException e) {
            throw new IllegalStateException("compile " + WRITER + " with its line numbers", e);
        }
    }
}
