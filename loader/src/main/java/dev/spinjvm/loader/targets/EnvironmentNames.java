package dev.spinjvm.loader.targets;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Names of environments: `NAME` or `NAME@VERSION`, where a version is one to three numbers.
final class EnvironmentNames {
    /// By name, then by version; the name alone comes first, and what is no version is compared as text.
    static final Comparator<String> ORDER = Comparator.comparing(EnvironmentNames::withoutVersion).thenComparing(EnvironmentNames::version,
            EnvironmentNames::compareVersions);
    private static final int PARTS = 3;

    private EnvironmentNames() {}

    static String withoutVersion(String name) {
        int at = name.lastIndexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    private static String version(String name) {
        int at = name.lastIndexOf('@');
        return at < 0 ? "" : name.substring(at + 1);
    }

    private static int compareVersions(String left, String right) {
        boolean numbers = isVersion(left) && isVersion(right);
        if (!numbers) {
            return left.compareTo(right);
        }
        List<BigInteger> lefts = numbers(left);
        List<BigInteger> rights = numbers(right);
        for (int i = 0; i < PARTS; i++) {
            int order = lefts.get(i).compareTo(rights.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isVersion(String text) {
        return text.matches("\\d+(\\.\\d+){0,2}");
    }

    private static List<BigInteger> numbers(String version) {
        String padded = version + ".0".repeat(PARTS - version.split("\\.").length);
        return Arrays.stream(padded.split("\\.")).map(BigInteger::new).toList();
    }
}
