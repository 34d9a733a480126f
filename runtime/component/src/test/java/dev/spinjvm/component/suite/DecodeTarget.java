package dev.spinjvm.component.suite;

import dev.spinjvm.component.binary.ComponentBinary;

/// Takes every decoded component for valid and runs nothing: the level below validation.
final class DecodeTarget implements SuiteTarget {

    @Override
    public void validate(ComponentBinary component) {}

    @Override
    public Instance instantiate(ComponentBinary component) {
        throw new IllegalStateException("components are decoded only");
    }
}
