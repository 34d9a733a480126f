package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// One call of a [DirectFunction]: its arguments, by the position of the parameter, and a place for its result.
///
/// Each argument is read at most once, and all of them before the function calls into a guest. Exactly one of the
/// methods that give a result is called, after that; none if the type has no result. The object is good for this call
/// only. A method that does not fit the type of the parameter or result is a fault of the host and throws
/// `ClassCastException` or `IllegalArgumentException`, which ends the guest.
public interface HostCall {

    /// The world of the guest that calls.
    Store store();

    /// An `own` or `borrow` of a host resource.
    <T> T resource(int parameter, Class<T> type);

    /// Any integer type that is narrower than `u32`, `s32`, `char`, `enum` or `flags`.
    int i32(int parameter);

    /// `u32`, `s64` or `u64` (as raw bits).
    long i64(int parameter);

    /// `string`.
    String string(int parameter);

    /// `list<u8>`, as an array of the function's own.
    byte[] bytes(int parameter);

    /// An argument of any type, as [HostFunction] maps it.
    @Nullable
    Object value(int parameter);

    /// Gives a result of any type, as [HostFunction] maps it.
    void give(@Nullable Object result);

    /// Gives a `bool`.
    void giveBool(boolean result);

    /// Gives an integer narrower than `u32`, an `s32`, `char`, `enum` or `flags`.
    void giveI32(int result);

    /// Gives a `u32`, `s64` or `u64`.
    void giveI64(long result);

    /// Gives `ok` with a payload of any type, null where the type has none.
    void ok(@Nullable Object payload);

    /// Gives `ok` with a payload of type `u32`, `s64` or `u64`.
    void okI64(long payload);

    /// Gives `err` with a payload of any type, null where the type has none.
    void err(@Nullable Object payload);
}
