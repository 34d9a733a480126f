package dev.spinjvm.component;

import org.jspecify.annotations.Nullable;

/// The body of a host function that is called often: it reads its arguments from the call and gives its result to it, so
/// that numbers are not boxed, and bytes and strings are copied once.
///
/// Everything else is as [HostFunction] says, and a function of this kind may stand wherever one of that kind may.
@FunctionalInterface
public interface DirectFunction extends HostFunction {

    /// Runs the function: first it reads its arguments, last it gives its result, if its type has one.
    void call(HostCall call);

    @Override
    @SuppressWarnings("FunctionalInterfaceMethodChanged") // it is the same function, whoever calls it and how
    default @Nullable Object call(Store store, @Nullable Object[] arguments) {
        ObjectCall call = new ObjectCall(store, arguments);
        call(call);
        return call.result();
    }
}
