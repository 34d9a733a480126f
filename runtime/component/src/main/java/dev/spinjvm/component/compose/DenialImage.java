package dev.spinjvm.component.compose;

import dev.spinjvm.component.world.WitType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a denying function leaves in memory as its result.
///
/// @param bytes the result, and the texts that it points to
/// @param argument where the first argument, pointer and length, has to be written; -1 for nowhere
record DenialImage(byte[] bytes, int argument) {

    /// The image of a result that is not returned by itself.
    ///
    /// @param at the address at which the image will be
    static DenialImage of(Denial denial, WitType result, int at) {
        return switch (denial) {
            case Denial.Fail(var errorCase, var payload) -> failure(result, errorCase, payload, at);
            case Denial.FailWithArgument(var errorCase) -> {
                DenialImage image = failure(result, errorCase, null, at);
                yield new DenialImage(image.bytes, payloadAt(result));
            }
            case Denial.Nothing _,Denial.Pretend _,Denial.Trap _ -> new DenialImage(new byte[FlatTypes.size(result)], -1);
        };
    }

    private static DenialImage failure(WitType result, String errorCase, @Nullable String payload, int at) {
        int size = FlatTypes.size(result);
        byte[] text = payload == null ? new byte[0] : payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer image = ByteBuffer.allocate(size + text.length).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0, (byte) 1);
        WitType error = error(result);
        List<String> labels = switch (error) {
            case WitType.EnumType(var names) -> names;
            case WitType.VariantType(var cases) -> cases.stream().map(WitType.Case::name).toList();
            default -> List.of();
        };
        int index = labels.indexOf(errorCase);
        if (index < 0) {
            throw new NotComposable("its error type has no case '" + errorCase + "'");
        }
        image.put(errorAt(result), (byte) index);
        if (payload != null) {
            int position = payloadAt(result);
            WitType type = ((WitType.VariantType) error).cases().get(index).payload();
            if (type != null && FlatTypes.resolved(type) instanceof WitType.OptionType) {
                image.put(position, (byte) 1);
                position += 4;
            }
            image.putInt(position, at + size).putInt(position + 4, text.length);
            image.put(size, text);
        }
        return new DenialImage(image.array(), -1);
    }

    private static WitType error(WitType result) {
        if (FlatTypes.resolved(result) instanceof WitType.ResultType(_, WitType error)) {
            return FlatTypes.resolved(error);
        }
        throw new NotComposable("it has no error to answer");
    }

    private static int errorAt(WitType result) {
        WitType.ResultType type = (WitType.ResultType) FlatTypes.resolved(result);
        return FlatTypes.payloadOffset(FlatTypes.parts(type.ok(), type.error()));
    }

    private static int payloadAt(WitType result) {
        WitType error = error(result);
        return error instanceof WitType.VariantType(var cases)
                ? errorAt(result) + FlatTypes.payloadOffset(cases.stream().map(WitType.Case::payload).toList())
                : errorAt(result);
    }
}
