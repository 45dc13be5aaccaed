package io.jenkins.plugins.iac.jenkins.dashboard;

import java.util.List;

/**
 * A part of a long list, so that no page grows with the number of runs.
 *
 * @param items what is shown
 * @param number the page, from 1
 * @param pages how many there are; at least 1
 * @param total items on all pages
 * @param query the rest of the address of this list, such as {@code state=applied&}
 */
public record Page<T>(List<T> items, int number, int pages, int total, String query) {
    static final int SIZE = 50;

    /** The page that was asked for; a number that is none, or beyond the end, becomes one that is. */
    static <T> Page<T> of(List<T> all, String asked, String query) {
        int pages = Math.max(1, (all.size() + SIZE - 1) / SIZE);
        int number = Math.min(pages, Math.max(1, number(asked)));
        int from = (number - 1) * SIZE;
        return new Page<>(
                List.copyOf(all.subList(from, Math.min(all.size(), from + SIZE))), number, pages, all.size(), query);
    }

    private static int number(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 1;
    }

    public List<T> getItems() {
        return items;
    }

    public int getNumber() {
        return number;
    }

    public int getPages() {
        return pages;
    }

    public int getTotal() {
        return total;
    }

    public boolean isFirst() {
        return number == 1;
    }

    public boolean isLast() {
        return number == pages;
    }

    /** Address of the page before, from the list's own. */
    public String getPrevious() {
        return "?" + query + "page=" + (number - 1);
    }

    public String getFollowing() {
        return "?" + query + "page=" + (number + 1);
    }
}
