package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;

/**
 * Sees a plan's JSON go by, in the document's order, from {@link PlanWalker}. The plan itself is the outermost module: its
 * variables are declared in its configuration as those of a called module are in the call.
 */
interface PlanVisitor {
    /** A module opens, before its object does; its name is empty for the plan itself. */
    void enterModule(String name);

    /** The members of the module's object are complete; the object's end follows. */
    void leaveModule();

    void beginObject();

    /** The name of a member of the open object; its value follows. */
    void key(String name);

    void endObject();

    /** An object of variables or arguments opens, of which the module's configuration says which are sensitive. */
    void beginDeclared();

    void endDeclared();

    void beginArray();

    /** An element of the open array is complete. */
    void element();

    void endArray();

    /**
     * A part as one value. The tape is valid during the call only.
     *
     * @param name the member's name, or null for an element of an array
     */
    void part(Part part, String name, JsonTape tape);

    /** The forms by which a part may be seen with {@link #again}, or null where every one is to be taken apart. */
    default JsonForms forms(Part part) {
        return null;
    }

    /**
     * A part of a form seen before.
     *
     * @return false if it is to be taken apart all the same; {@link #part} follows then
     */
    default boolean again(Part part, int form) {
        return false;
    }
}
