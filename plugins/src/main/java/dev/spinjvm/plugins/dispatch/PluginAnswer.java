package dev.spinjvm.plugins.dispatch;

import java.util.Map;

/// What a plugin answered.
///
/// @param result as its contract has it; empty if the contract allows none
public record PluginAnswer(Map<String, Object> result) {}
