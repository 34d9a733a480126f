package dev.spinjvm.component.validation;

import dev.spinjvm.component.binary.CanonOptions;
import dev.spinjvm.component.types.CoreDefType.CoreFuncType;
import dev.spinjvm.component.types.CoreValueType.Num;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of one canonical definition (CanonicalABI.md, "`canonopt` Validation").
final class OptionRules {
    private static final CoreFuncType CALLBACK = new CoreFuncType(List.of(Num.I32, Num.I32, Num.I32), List.of(Num.I32));

    private final Context context;
    private final Scope scope;
    private final CanonOptions options;
    private Num pointer = Num.I32;

    /// Checks what holds for every canonical definition.
    OptionRules(Context context, Scope scope, CanonOptions options) throws InvalidComponentException {
        this.context = context;
        this.scope = scope;
        this.options = options;
        CanonOptions.StringEncoding encoding = null;
        Set<String> seen = new HashSet<>();
        for (CanonOptions.Option option : options.options()) {
            if (option instanceof CanonOptions.StringEncoding another) {
                if (encoding != null) {
                    throw context.invalid("canonical encoding option `" + name(encoding) + "` conflicts with option `"
                            + name(another) + "`");
                }
                encoding = another;
            } else if (!seen.add(name(option))) {
                throw context.invalid("canonical option `" + name(option) + "` is specified more than once");
            }
        }
        OptionalInt memory = options.memory();
        if (memory.isPresent()
                && context.get(scope.coreMemories, memory.getAsInt(), "memory").limits().index64()) {
            pointer = Num.I64;
        }
        checkRealloc();
        checkCallback();
    }

    private void checkRealloc() throws InvalidComponentException {
        OptionalInt realloc = options.realloc();
        if (realloc.isEmpty()) {
            return;
        }
        CoreFuncType expected = new CoreFuncType(List.of(pointer, pointer, pointer, pointer), List.of(pointer));
        checkSignature("realloc", realloc.getAsInt(), expected);
        if (options.memory().isEmpty()) {
            throw context.invalid("canonical option `realloc` requires `memory` to also be specified");
        }
    }

    private void checkCallback() throws InvalidComponentException {
        OptionalInt callback = options.callback();
        if (callback.isEmpty()) {
            return;
        }
        if (!options.async()) {
            throw context.invalid("cannot specify callback without async");
        }
        checkSignature("callback", callback.getAsInt(), CALLBACK);
    }

    private void checkSignature(String option, int func, CoreFuncType expected) throws InvalidComponentException {
        if (!expected.equals(context.get(scope.coreFuncs, func, "function").functionType())) {
            throw context.invalid("canonical option `" + option + "` uses a core function with an incorrect signature");
        }
    }

    private static String name(CanonOptions.Option option) {
        return switch (option) {
            case CanonOptions.StringEncoding encoding -> switch (encoding) {
                case UTF8 -> "utf8";
                case UTF16 -> "utf16";
                case LATIN1_UTF16 -> "latin1-utf16";
            };
            case CanonOptions.Flag _ -> "async";
            case CanonOptions.Memory _ -> "memory";
            case CanonOptions.Realloc _ -> "realloc";
            case CanonOptions.PostReturn _ -> "post-return";
            case CanonOptions.Callback _ -> "callback";
        };
    }

    Num pointer() {
        return pointer;
    }

    boolean async() {
        return options.async();
    }

    void asyncOf(FuncType type) throws InvalidComponentException {
        if (options.async() && !type.async()) {
            throw context.invalid("the `async` canonical option requires an async function type");
        }
    }

    void postReturn(CoreFuncType callee) throws InvalidComponentException {
        OptionalInt postReturn = options.postReturn();
        if (postReturn.isEmpty()) {
            return;
        }
        if (options.async()) {
            throw context.invalid("cannot specify post-return function in async");
        }
        checkSignature("post-return", postReturn.getAsInt(), new CoreFuncType(callee.results(), List.of()));
    }

    void refusePostReturn(String definition) throws InvalidComponentException {
        if (options.postReturn().isPresent()) {
            throw context.invalid("canonical option `post-return` cannot be specified for " + definition);
        }
    }

    void refuseCallback(String definition) throws InvalidComponentException {
        if (options.callback().isPresent()) {
            throw context.invalid("canonical option `callback` cannot be specified for " + definition);
        }
    }

    void refuseAsync(String definition) throws InvalidComponentException {
        if (options.async()) {
            throw context.invalid("canonical option `async` cannot be specified for " + definition);
        }
    }

    void refuseRealloc(String definition) throws InvalidComponentException {
        if (options.realloc().isPresent()) {
            throw context.invalid("canonical option `realloc` cannot be specified for " + definition);
        }
    }

    void requireMemory() throws InvalidComponentException {
        if (options.memory().isEmpty()) {
            throw context.invalid("canonical option `memory` is required");
        }
    }

    void requireRealloc() throws InvalidComponentException {
        requireMemory();
        if (options.realloc().isEmpty()) {
            throw context.invalid("canonical option `realloc` is required");
        }
    }

    /// What producing core values of the type asks for when those values are the caller's to allocate.
    void requireForReading(@Nullable ValType type) throws InvalidComponentException {
        if (type != null && context.types().layout(type).memory()) {
            requireMemory();
        }
    }

    /// What passing values of the type into the component asks for: room for their lists and strings.
    void requireForWriting(@Nullable ValType type) throws InvalidComponentException {
        if (type != null && context.types().layout(type).memory()) {
            requireRealloc();
        }
    }
}
