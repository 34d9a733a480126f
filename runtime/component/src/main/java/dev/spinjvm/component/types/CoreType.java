package dev.spinjvm.component.types;

/// What a core type index stands for (Explainer, `core:type`).
public sealed interface CoreType permits CoreDefType, CoreModuleType {}
