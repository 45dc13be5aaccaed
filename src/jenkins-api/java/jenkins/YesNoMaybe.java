package jenkins;

/** The signature of {@code YesNoMaybe}, as far as the plugin links to it; its bodies never run. */
public enum YesNoMaybe {
    YES,
    NO,
    MAYBE;
}
