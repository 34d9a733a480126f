package dev.spinjvm.component.abi;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Arithmetic on the tree of component instances, each given as its own number followed by those of its ancestors.
public final class InstancePaths {

    private InstancePaths() {}

    /// The instances that a call from `caller` to `target` enters.
    static int[] entering(int[][] paths, int target, int caller) {
        return Arrays.stream(paths[target]).filter(index -> !contains(paths[caller], index)).toArray();
    }

    /// Whether one of two instances contains the other or both are the same.
    ///
    /// The specification would allow calls between a component instance and the instances nested in it; its test suite
    /// has them trap for now.
    static boolean related(int[][] paths, int a, int b) {
        return contains(paths[a], b) || contains(paths[b], a);
    }

    private static boolean contains(int[] path, int index) {
        return IntStream.of(path).anyMatch(each -> each == index);
    }
}
