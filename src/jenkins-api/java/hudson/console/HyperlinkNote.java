package hudson.console;

/** The signature of {@code HyperlinkNote}, as far as the plugin links to it; its bodies never run. */
public class HyperlinkNote extends ConsoleNote {
    public HyperlinkNote(String url, int length) {}
}
