package dev.spinjvm.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.GuestResource;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.HostInterface.Destructor;
import dev.spinjvm.component.HostInterface.Function;
import dev.spinjvm.component.HostInterface.Resource;
import dev.spinjvm.component.Result;
import dev.spinjvm.component.Store;
import dev.spinjvm.component.Variant;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.ValType;
import dev.spinjvm.component.types.ValType.BorrowType;
import dev.spinjvm.component.types.ValType.EnumType;
import dev.spinjvm.component.types.ValType.Field;
import dev.spinjvm.component.types.ValType.FlagsType;
import dev.spinjvm.component.types.ValType.ListType;
import dev.spinjvm.component.types.ValType.OptionType;
import dev.spinjvm.component.types.ValType.OwnType;
import dev.spinjvm.component.types.ValType.Primitive;
import dev.spinjvm.component.types.ValType.RecordType;
import dev.spinjvm.component.types.ValType.ResultType;
import dev.spinjvm.component.types.ValType.TupleType;
import dev.spinjvm.component.types.ValType.VariantType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls host functions as a guest would, and holds every argument and result against the type of the function.
public final class Guest {
    private final Map<String, HostInterface> interfaces = Wasi02.interfaces(Wasi02.bindings()).stream()
            .collect(Collectors.toMap(HostInterface::name, each -> each));
    private final Store store = new Store();

    public Guest(WasiContext context) {
        context.attach(store);
    }

    public @Nullable Object call(String interfaceName, String function, @Nullable Object... arguments) {
        HostInterface definition = Objects.requireNonNull(interfaces.get("wasi:" + interfaceName + Wasi02.VERSION));
        Function found = (Function) Objects.requireNonNull(definition.definitions().get(function), function);
        FuncType type = found.type();
        assertThat(arguments).hasSameSizeAs(type.params());
        for (int i = 0; i < arguments.length; i++) {
            check(type.params().get(i).type(), arguments[i]);
        }
        Object result = found.body().call(store, arguments);
        if (type.result() == null) {
            assertThat(result).isNull();
        } else {
            check(type.result(), result);
        }
        return result;
    }

    /// The payload of a result that must be `ok`.
    public <T> T ok(Class<T> type, String interfaceName, String function, @Nullable Object... arguments) {
        Object result = call(interfaceName, function, arguments);
        assertThat(result).isInstanceOf(Result.Ok.class);
        return type.cast(Objects.requireNonNull(((Result.Ok) Objects.requireNonNull(result)).value()));
    }

    /// The payload of a result that must be `err`.
    public <T> T err(Class<T> type, String interfaceName, String function, @Nullable Object... arguments) {
        Object result = call(interfaceName, function, arguments);
        assertThat(result).isInstanceOf(Result.Err.class);
        return type.cast(Objects.requireNonNull(((Result.Err) Objects.requireNonNull(result)).error()));
    }

    public void drop(String interfaceName, String resource, Object handle) {
        HostInterface definition = Objects.requireNonNull(interfaces.get("wasi:" + interfaceName + Wasi02.VERSION));
        Destructor destructor = ((Resource) Objects.requireNonNull(definition.definitions().get(resource))).destructor();
        if (destructor != null) {
            destructor.drop(store, handle);
        }
    }

    private static void check(@Nullable ValType type, @Nullable Object value) {
        switch (type) {
            case null -> assertThat(value).isNull();
            case Primitive primitive -> assertThat(value).isInstanceOf(switch (primitive) {
                case BOOL -> Boolean.class;
                case S8, U8, S16, U16, S32, CHAR -> Integer.class;
                case U32, S64, U64 -> Long.class;
                case F32 -> Float.class;
                case F64 -> Double.class;
                case STRING -> String.class;
                case ERROR_CONTEXT -> Object.class;
            });
            case ListType list when list.element() == Primitive.U8 -> assertThat(value).isInstanceOf(byte[].class);
            case ListType list -> {
                for (Object element : array(value)) {
                    check(list.element(), element);
                }
            }
            case RecordType record -> checkAll(record.fields().stream().map(Field::type).toList(), value);
            case TupleType tuple -> checkAll(tuple.elements(), value);
            case VariantType variant -> {
                Variant actual = (Variant) Objects.requireNonNull(value);
                check(variant.cases().get(actual.index()).type(), actual.payload());
            }
            case EnumType labels -> assertThat((Integer) value).isBetween(0, labels.labels().size() - 1);
            case FlagsType labels -> assertThat((Integer) value).isBetween(0, (1 << labels.labels().size()) - 1);
            case OptionType option -> {
                if (value != null) {
                    check(option.element(), value);
                }
            }
            case ResultType result -> {
                switch ((Result) Objects.requireNonNull(value)) {
                    case Result.Ok ok -> check(result.ok(), ok.value());
                    case Result.Err err -> check(result.error(), err.error());
                }
            }
            case OwnType own -> assertThat(value).isNotNull().isNotInstanceOf(GuestResource.class);
            case BorrowType borrow -> assertThat(value).isNotNull().isNotInstanceOf(GuestResource.class);
            default -> throw new AssertionError("WASI 0.2 has no " + type);
        }
    }

    private static void checkAll(List<ValType> types, @Nullable Object value) {
        @Nullable
        Object[] values = array(value);
        assertThat(values).hasSameSizeAs(types);
        for (int i = 0; i < values.length; i++) {
            check(types.get(i), values[i]);
        }
    }

    private static @Nullable Object[] array(@Nullable Object value) {
        return (Object[]) Objects.requireNonNull(value);
    }
}
