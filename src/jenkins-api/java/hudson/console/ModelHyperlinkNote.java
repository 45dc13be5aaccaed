package hudson.console;

/** The signature of {@code ModelHyperlinkNote}, as far as the plugin links to it; its bodies never run. */
public class ModelHyperlinkNote extends HyperlinkNote {
    public ModelHyperlinkNote(String url, int length) {
        super(null, 0);
    }

    public static String encodeTo(String url, String text) {
        throw new UnsupportedOperationException();
    }
}
