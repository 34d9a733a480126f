package dev.spinjvm.component.binary;

import dev.spinjvm.component.binary.Canon.CancelCopy;
import dev.spinjvm.component.binary.Canon.ContextSlot;
import dev.spinjvm.component.binary.Canon.Copy;
import dev.spinjvm.component.binary.Canon.Ends;
import dev.spinjvm.component.binary.Canon.ErrorContext;
import dev.spinjvm.component.binary.Canon.Lift;
import dev.spinjvm.component.binary.Canon.Lower;
import dev.spinjvm.component.binary.Canon.Plain;
import dev.spinjvm.component.binary.Canon.ResourceDrop;
import dev.spinjvm.component.binary.Canon.ResourceNew;
import dev.spinjvm.component.binary.Canon.ResourceRep;
import dev.spinjvm.component.binary.Canon.SubtaskCancel;
import dev.spinjvm.component.binary.Canon.TaskReturn;
import dev.spinjvm.component.binary.Canon.ThreadAvailableParallelism;
import dev.spinjvm.component.binary.Canon.ThreadNewIndirect;
import dev.spinjvm.component.binary.Canon.ThreadSpawnIndirect;
import dev.spinjvm.component.binary.Canon.ThreadSpawnRef;
import dev.spinjvm.component.binary.Canon.ThreadSwitch;
import dev.spinjvm.component.binary.Canon.WaitableSetAccess;
import dev.spinjvm.component.binary.CanonOptions.Callback;
import dev.spinjvm.component.binary.CanonOptions.Flag;
import dev.spinjvm.component.binary.CanonOptions.Memory;
import dev.spinjvm.component.binary.CanonOptions.Option;
import dev.spinjvm.component.binary.CanonOptions.PostReturn;
import dev.spinjvm.component.binary.CanonOptions.Realloc;
import dev.spinjvm.component.binary.CanonOptions.StringEncoding;
import org.jspecify.annotations.Nullable;

/// Decodes canonical definitions: Binary.md, "Canonical Definitions". The built-ins follow the table in [BuiltinKind].
final class CanonDecoder {

    private static final @Nullable BuiltinKind[] BY_CODE = byCode();

    private CanonDecoder() {}

    static Canon canon(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> {
                funcSort(in, "canonical function lift");
                yield new Lift(in.u32(), options(in), in.u32());
            }
            case 0x01 -> {
                funcSort(in, "canonical function lower");
                yield new Lower(in.u32(), options(in));
            }
            case 0x02 -> new ResourceNew(in.u32());
            case 0x03 -> new ResourceDrop(in.u32());
            case 0x04 -> new ResourceRep(in.u32());
            default -> {
                var kind = code < BY_CODE.length ? BY_CODE[code] : null;
                if (kind == null) {
                    throw in.invalid(code, "canonical function");
                }
                yield builtin(kind, in);
            }
        };
    }

    private static Canon builtin(BuiltinKind kind, BinaryReader in) throws MalformedComponentException {
        return switch (kind.shape()) {
            case NONE -> new Plain(kind);
            case ASYNC -> new SubtaskCancel(in.flag());
            case CANCELLABLE -> new ThreadSwitch(kind, in.flag());
            case CANCELLABLE_MEMORY -> new WaitableSetAccess(kind, in.flag(), in.u32());
            case OPTIONS -> new ErrorContext(kind, options(in));
            case RESULT_OPTIONS -> new TaskReturn(TypeDecoder.resultList(in), options(in));
            case SLOT -> new ContextSlot(kind, CoreTypeDecoder.valType(in), in.u32());
            case TYPE -> new Ends(kind, in.u32());
            case TYPE_OPTIONS -> new Copy(kind, in.u32(), options(in));
            case TYPE_ASYNC -> new CancelCopy(kind, in.u32(), in.flag());
            case CORE_TYPE_TABLE -> new ThreadNewIndirect(in.u32(), in.u32());
            case SHARED -> new ThreadAvailableParallelism(in.flag());
            case SHARED_CORE_TYPE -> new ThreadSpawnRef(in.flag(), in.u32());
            case SHARED_CORE_TYPE_TABLE -> new ThreadSpawnIndirect(in.flag(), in.u32(), in.u32());
        };
    }

    private static void funcSort(BinaryReader in, String what) throws MalformedComponentException {
        var sort = in.u8();
        if (sort != 0x00) {
            throw in.invalid(sort, what);
        }
    }

    private static CanonOptions options(BinaryReader in) throws MalformedComponentException {
        var options = in.vec(CanonDecoder::option);
        return options.isEmpty() ? CanonOptions.NONE : new CanonOptions(options);
    }

    private static Option option(BinaryReader in) throws MalformedComponentException {
        var code = in.u8();
        return switch (code) {
            case 0x00 -> StringEncoding.UTF8;
            case 0x01 -> StringEncoding.UTF16;
            case 0x02 -> StringEncoding.LATIN1_UTF16;
            case 0x03 -> new Memory(in.u32());
            case 0x04 -> new Realloc(in.u32());
            case 0x05 -> new PostReturn(in.u32());
            case 0x06 -> Flag.ASYNC;
            case 0x07 -> new Callback(in.u32());
            default -> throw in.invalid(code, "canonical option");
        };
    }

    private static @Nullable BuiltinKind[] byCode() {
        var table = new @Nullable BuiltinKind[0x43];
        for (var kind : BuiltinKind.values()) {
            table[kind.code()] = kind;
        }
        return table;
    }
}
