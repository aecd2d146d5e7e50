package dev.tern.matching;

import dev.tern.matching.checks.CompiledCondition;
import dev.tern.matching.facts.Facts;
import dev.tern.matching.facts.Numbers;
import dev.tern.matching.facts.Texts;
import dev.tern.rule.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The conditions that stand under keys of one field. What a field holds finds them in time linear in its length. */
final class FieldIndex {
    private final Field field;
    private final Texts<CompiledCondition[]> texts;
    private final Texts<CompiledCondition[]> prefixes;
    private final int[] prefixLengths;
    private final Needles needles;
    private final Longs<CompiledCondition[]> numbers;
    private final Ranges ranges;
    private final CompiledCondition @Nullable [] yes;
    private final CompiledCondition @Nullable [] no;
    private final CompiledCondition @Nullable [] any;

    FieldIndex(Field field, Map<Key, List<CompiledCondition>> conditions) {
        Map<String, CompiledCondition[]> byText = new HashMap<>();
        Map<String, CompiledCondition[]> byPrefix = new HashMap<>();
        Map<String, CompiledCondition[]> within = new HashMap<>();
        Map<String, CompiledCondition[]> atEnd = new HashMap<>();
        Map<Long, CompiledCondition[]> byNumber = new HashMap<>();
        Map<Key.Range, CompiledCondition[]> byRange = new HashMap<>();
        Map<Boolean, CompiledCondition[]> byFlag = new HashMap<>();
        conditions.forEach((key, under) -> {
            CompiledCondition[] bucket = under.toArray(CompiledCondition[]::new);
            switch (key) {
                case Key.Text text -> byText.put(text.text(), bucket);
                case Key.Prefix prefix -> byPrefix.put(prefix.prefix(), bucket);
                case Key.Needle needle -> (needle.atEnd() ? atEnd : within).put(needle.text(), bucket);
                case Key.Num micros -> byNumber.put(micros.micros(), bucket);
                case Key.Range range -> byRange.put(range, bucket);
                case Key.Flag is -> byFlag.put(is.flag(), bucket);
                case Key.Any _ -> {}
            }
        });
        this.field = field;
        this.texts = new Texts<>(byText);
        this.prefixes = new Texts<>(byPrefix);
        this.prefixLengths = new TreeSet<>(
                        byPrefix.keySet().stream().map(String::length).toList())
                .stream().mapToInt(Integer::intValue).toArray();
        this.needles = new Needles(within, atEnd);
        this.numbers = new Longs<>(byNumber);
        this.ranges = new Ranges(byRange);
        this.yes = byFlag.get(true);
        this.no = byFlag.get(false);
        List<CompiledCondition> underAny = conditions.get(new Key.Any(field));
        this.any = underAny == null ? null : underAny.toArray(CompiledCondition[]::new);
    }

    Field field() {
        return field;
    }

    /** Offers every condition that stands under a key which the event has, and few others. */
    void offer(Facts facts, Found found) {
        String text = facts.text(field);
        if (text != null) {
            found.offer(texts.get(text), facts);
            offerPrefixes(text, facts, found);
            needles.offer(text, facts, found);
        }
        if (!numbers.isEmpty() || !ranges.isEmpty()) {
            long micros = facts.micros(field);
            if (micros != Numbers.NONE) {
                found.offer(numbers.get(micros), facts);
                ranges.offer(micros, facts, found);
            }
        }
        if (yes != null && facts.is(field, true)) {
            found.offer(yes, facts);
        }
        if (no != null && facts.is(field, false)) {
            found.offer(no, facts);
        }
        if (any != null && facts.has(field)) {
            found.offer(any, facts);
        }
    }

    private void offerPrefixes(String text, Facts facts, Found found) {
        int hash = 0;
        int at = 0;
        for (int length : prefixLengths) {
            if (length > text.length()) {
                return;
            }
            for (; at < length; at++) {
                hash = 31 * hash + text.charAt(at);
            }
            found.offer(prefixes.get(hash, text, 0, length), facts);
        }
    }
}
