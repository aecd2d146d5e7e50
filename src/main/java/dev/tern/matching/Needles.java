package dev.tern.matching;

import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are looked for in another, all at once and in any case: what a text has in it, and how it ends, finds the
 * conditions that ask for it.
 *
 * <p>An automaton after Aho and Corasick (1975). A state is the longest text read so far that begins a needle; where its
 * next character fits none, the state falls back to the next shorter one. Each character goes down one state at most, so
 * there are no more falls than characters: 2 steps for each, however many needles there are. States are numbered breadth
 * first, which puts the children of each in a row, and those rows in order: so a state is 4 numbers and no object.
 */
final class Needles {
    private static final int ROOT = 0;
    private static final int ASCII = 128;

    /** The first child of each state; its last is the one before the first of the next state. */
    private final int[] children;
    /** The character that leads to the state. */
    private final char[] by;

    private final int[] fallback;
    /** The state itself or the next one it falls back to that is a whole needle, or {@link #ROOT}. */
    private final int[] whole;

    private final CompiledCondition[] @Nullable [] within;
    private final CompiledCondition[] @Nullable [] atEnd;
    private final int[] fromRoot = new int[ASCII];

    private static final class Node {
        final Map<Character, Node> children = new TreeMap<>();
        CompiledCondition @Nullable [] within;
        CompiledCondition @Nullable [] atEnd;
        int state;
    }

    /**
     * @param within conditions by the needles that must occur, each folded and not empty
     * @param atEnd conditions by the needles that must occur at the end
     */
    Needles(Map<String, CompiledCondition[]> within, Map<String, CompiledCondition[]> atEnd) {
        var root = new Node();
        within.forEach((needle, conditions) -> node(root, needle).within = conditions);
        atEnd.forEach((needle, conditions) -> node(root, needle).atEnd = conditions);
        List<Node> states = breadthFirst(root);
        this.children = new int[states.size() + 1];
        this.by = new char[states.size()];
        this.fallback = new int[states.size()];
        this.whole = new int[states.size()];
        this.within = states.stream().map(node -> node.within).toArray(CompiledCondition[][]::new);
        this.atEnd = states.stream().map(node -> node.atEnd).toArray(CompiledCondition[][]::new);
        int next = 1;
        for (Node node : states) {
            children[node.state] = next;
            for (char character : node.children.keySet()) {
                by[next++] = character;
            }
        }
        children[states.size()] = next;
        for (int child = children[ROOT]; child < children[ROOT + 1]; child++) {
            if (by[child] < ASCII) {
                fromRoot[by[child]] = child;
            }
        }
        for (int state = 0; state < states.size(); state++) {
            whole[state] = this.within[state] == null ? whole[fallback[state]] : state;
            for (int child = children[state]; child < children[state + 1]; child++) {
                fallback[child] = state == ROOT ? ROOT : step(fallback[state], by[child]);
            }
        }
    }

    private static Node node(Node root, String needle) {
        Node node = root;
        for (int at = 0; at < needle.length(); at++) {
            node = node.children.computeIfAbsent(needle.charAt(at), _ -> new Node());
        }
        return node;
    }

    private static List<Node> breadthFirst(Node root) {
        List<Node> states = new ArrayList<>(List.of(root));
        for (int next = 0; next < states.size(); next++) {
            states.get(next).state = next;
            states.addAll(states.get(next).children.values());
        }
        return states;
    }

    /** The same for a letter of upper and lower case, also where only a regular expression takes them for the same. */
    static char fold(char character) {
        if (character < ASCII) {
            return 'A' <= character && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
        }
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    /** Offers the conditions of each needle that the text has. */
    void offer(String text, Facts facts, Found found) {
        if (by.length == 1) {
            return;
        }
        int state = ROOT;
        for (int at = 0; at < text.length(); at++) {
            state = step(state, fold(text.charAt(at)));
            for (int needle = whole[state]; needle != ROOT; needle = whole[fallback[needle]]) {
                found.offer(within[needle], facts);
            }
        }
        for (; state != ROOT; state = fallback[state]) {
            found.offer(atEnd[state], facts);
        }
    }

    private int step(int from, char character) {
        for (int state = from; state != ROOT; state = fallback[state]) {
            int child = child(state, character);
            if (child != ROOT) {
                return child;
            }
        }
        return character < ASCII ? fromRoot[character] : child(ROOT, character);
    }

    private int child(int state, char character) {
        int from = children[state];
        int to = children[state + 1];
        if (to - from == 1) {
            return by[from] == character ? from : ROOT;
        }
        return Math.max(ROOT, Arrays.binarySearch(by, from, to, character));
    }
}
