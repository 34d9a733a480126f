package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// The body of a host-defined component function.
///
/// Arguments arrive lifted and the result is lowered by this mapping:
///
/// | type | Java |
/// |---|---|
/// | bool | `Boolean` |
/// | s8 u8 s16 u16 s32 | `Integer` |
/// | u32 s64 u64 | `Long` (u64 as raw bits) |
/// | f32, f64 | `Float`, `Double` |
/// | char | `Integer` (Unicode scalar value) |
/// | string | `String` |
/// | `list<u8>` | `byte[]` (a private copy) |
/// | other lists, map | `Object[]` (a map is an array of 2-tuples) |
/// | record, tuple | `Object[]`, fields in order |
/// | variant | [Variant] |
/// | enum | `Integer`, the case index |
/// | flags | `Integer`, label i is bit i |
/// | option | `null` for none; the value for some, wrapped in [Some] only where the element is itself an option |
/// | result | [Result.Ok] or [Result.Err]; the payload is null where the type has none |
/// | own, borrow of a host resource | the Java object that represents it |
/// | own, borrow of a guest resource | [GuestResource] |
/// | no result | `null` |
///
/// Runs on the thread of the guest and may block. An exception ends the guest: it travels through the guest's
/// frames unchanged and locks its instance down, as a trap does.
@FunctionalInterface
public interface HostFunction {
    @Nullable
    Object call(Store store, @Nullable Object[] arguments);
}
