package dev.spinjvm.component;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call whose arguments and result are objects already.
final class ObjectCall implements HostCall {
    private final Store store;
    private final @Nullable Object[] arguments;
    private @Nullable Object result;

    ObjectCall(Store store, @Nullable Object[] arguments) {
        this.store = store;
        this.arguments = arguments;
    }

    @Nullable
    Object result() {
        return result;
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public <T> T resource(int parameter, Class<T> type) {
        return argument(parameter, type);
    }

    @Override
    public int i32(int parameter) {
        return argument(parameter, Number.class).intValue();
    }

    @Override
    public long i64(int parameter) {
        return argument(parameter, Number.class).longValue();
    }

    @Override
    public String string(int parameter) {
        return argument(parameter, String.class);
    }

    @Override
    public byte[] bytes(int parameter) {
        return argument(parameter, byte[].class);
    }

    @Override
    public @Nullable Object value(int parameter) {
        return arguments[parameter];
    }

    private <T> T argument(int parameter, Class<T> type) {
        return Objects.requireNonNull(type.cast(arguments[parameter]));
    }

    @Override
    public void give(@Nullable Object value) {
        result = value;
    }

    @Override
    public void giveBool(boolean value) {
        result = value;
    }

    @Override
    public void giveI32(int value) {
        result = value;
    }

    @Override
    public void giveI64(long value) {
        result = value;
    }

    @Override
    public void ok(@Nullable Object payload) {
        result = payload == null ? Result.OK : Result.ok(payload);
    }

    @Override
    public void okI64(long payload) {
        result = Result.ok(payload);
    }

    @Override
    public void err(@Nullable Object payload) {
        result = Result.err(payload);
    }
}
