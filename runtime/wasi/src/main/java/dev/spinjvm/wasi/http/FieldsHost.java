package dev.spinjvm.wasi.http;

import static dev.spinjvm.wasi.http.WasiHttp.arg;
import static dev.spinjvm.wasi.http.WasiHttp.direct;

import dev.spinjvm.component.HostCall;
import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Variant;
import dev.spinjvm.wasi.io.WasiTrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions of the resource `fields`. Checks run in this order: syntax of the name, forbidden name, syntax of the
/// values, immutability; a collection past its size budget is a trap, as `header-error` has no case for it.
final class FieldsHost {
    private static final Result.Err INVALID_SYNTAX = new Result.Err(new Variant(0, null));
    private static final Result.Err FORBIDDEN = new Result.Err(new Variant(1, null));
    private static final Result.Err IMMUTABLE = new Result.Err(new Variant(2, null));

    private FieldsHost() {}

    static Map<String, HostFunction> functions() {
        return Map.ofEntries(direct("[constructor]fields", call -> call.give(new Fields())), //
                Map.entry("[static]fields.from-list", (store, args) -> fromList(arg(args, 0, Object[].class))), //
                direct("[method]fields.get", call -> call.give(get(call.resource(0, Fields.class), Fields.lower(call.string(1))))), //
                direct("[method]fields.has",
                        call -> call.giveBool(call.resource(0, Fields.class).indexOf(Fields.lower(call.string(1)), 0) >= 0)), //
                Map.entry("[method]fields.set", (store, args) -> set(arg(args, 0, Fields.class), name(args), arg(args, 2, Object[].class))), //
                Map.entry("[method]fields.delete", (store, args) -> delete(arg(args, 0, Fields.class), name(args))), //
                direct("[method]fields.append", FieldsHost::append), //
                direct("[method]fields.entries", call -> call.give(entries(call.resource(0, Fields.class)))), //
                direct("[method]fields.clone", call -> call.give(call.resource(0, Fields.class).copy())));
    }

    private static String name(@Nullable Object[] args) {
        return Fields.lower(arg(args, 1, String.class));
    }

    private static Result fromList(Object[] entries) {
        Fields fields = new Fields();
        for (Object entry : entries) {
            Object[] pair = (Object[]) entry;
            Result.Err refusal = append(fields, Fields.lower((String) pair[0]), (byte[]) pair[1]);
            if (refusal != null) {
                return refusal;
            }
        }
        return Result.ok(fields);
    }

    private static Object[] get(Fields fields, String name) {
        List<Object> values = new ArrayList<>(1);
        for (int i = fields.indexOf(name, 0); i >= 0; i = fields.indexOf(name, i + 1)) {
            values.add(fields.value(i));
        }
        return values.toArray();
    }

    private static Result set(Fields fields, String name, Object[] values) {
        Result refusal = refuse(fields, name, values);
        if (refusal != null) {
            return refusal;
        }
        fields.remove(name);
        for (Object value : values) {
            put(fields, name, (byte[]) value);
        }
        return Result.OK;
    }

    private static Result delete(Fields fields, String name) {
        Result refusal = refuse(fields, name);
        if (refusal != null) {
            return refusal;
        }
        fields.remove(name);
        return Result.OK;
    }

    private static void append(HostCall call) {
        Result.Err refusal = append(call.resource(0, Fields.class), Fields.lower(call.string(1)), call.bytes(2));
        if (refusal == null) {
            call.ok(null);
        } else {
            call.err(refusal.error());
        }
    }

    private static Result.@Nullable Err append(Fields fields, String name, byte[] value) {
        Result.Err refusal = refuseName(name);
        if (refusal == null) {
            refusal = Fields.isValue(value) ? refuseChange(fields) : INVALID_SYNTAX;
        }
        if (refusal == null) {
            put(fields, name, value);
        }
        return refusal;
    }

    private static Result.@Nullable Err refuse(Fields fields, String name, Object... values) {
        Result.Err refusal = refuseName(name);
        if (refusal != null) {
            return refusal;
        }
        for (Object value : values) {
            if (!Fields.isValue((byte[]) value)) {
                return INVALID_SYNTAX;
            }
        }
        return refuseChange(fields);
    }

    private static Result.@Nullable Err refuseName(String name) {
        if (!Fields.isName(name)) {
            return INVALID_SYNTAX;
        }
        return Fields.isForbidden(name) ? FORBIDDEN : null;
    }

    private static Result.@Nullable Err refuseChange(Fields fields) {
        return fields.isImmutable() ? IMMUTABLE : null;
    }

    private static void put(Fields fields, String name, byte[] value) {
        if (!fields.fits(name, value.length)) {
            throw new WasiTrap("fields exceed " + Fields.MAX_BYTES + " bytes");
        }
        fields.put(name, value);
    }

    private static Object[] entries(Fields fields) {
        Object[] entries = new Object[fields.size()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Object[]{fields.name(i), fields.value(i)};
        }
        return entries;
    }
}
