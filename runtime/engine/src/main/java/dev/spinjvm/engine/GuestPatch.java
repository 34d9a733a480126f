package dev.spinjvm.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.internal.ByteClassCollector;
import run.endive.runtime.Instance;

/// Collects compiled classes and corrects where they confuse the modules of a store.
final class GuestPatch extends ByteClassCollector {

    private static final ClassDesc INSTANCE = ClassDesc.of(Instance.class.getName());
    private static final String INDIRECT_CALLER = "call_indirect_";
    private static final Map<String, String> REPLACED_CALLS = Map.of("callIndirect", "callIndirectFrom",
            "callIndirectWithRefs", "callIndirectWithRefsFrom");

    /// The bytecode of the support class that the compiler copies beside each module's code.
    @Override
    public byte[] resolve(Class<?> support) {
        ClassFile classFile = ClassFile.of();
        ClassModel stock = classFile.parse(super.resolve(support));
        Map<String, MethodModel> ours = new HashMap<>();
        for (MethodModel method : classFile.parse(templateBytes()).methods()) {
            if (!method.methodName().equalsString("<init>")) {
                ours.put(signature(method), method);
            }
        }
        ClassTransform withoutStock = ClassTransform
                .dropping(element -> element instanceof MethodModel method && ours.containsKey(signature(method)));
        return classFile.transformClass(stock, withoutStock.andThen(ClassTransform.endHandler(out -> {
            out.withField(Pacer.FIELD, ConstantDescs.CD_int,
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_VOLATILE);
            ours.values().forEach(method -> addMethod(out, method, stock.thisClass().asSymbol()));
        })));
    }

    private static void addMethod(ClassBuilder out, MethodModel method, ClassDesc owner) {
        out.withMethod(method.methodName(), method.methodType(), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                body -> method.code().ifPresent(code -> body.withCode(to -> code.forEach(element -> {
                    // What the template has of its own moves along.
                    if (element instanceof InvokeInstruction call && isTemplate(call.owner().asSymbol())) {
                        to.invokestatic(owner, call.name().stringValue(), call.typeSymbol());
                    } else if (element instanceof FieldInstruction field) {
                        to.fieldAccess(field.opcode(), owner, field.name().stringValue(), field.typeSymbol());
                    } else {
                        to.with(element);
                    }
                }))));
    }

    private static boolean isTemplate(ClassDesc type) {
        return type.descriptorString().equals(GuestTemplate.class.descriptorString());
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private static byte[] templateBytes() {
        try (InputStream in = GuestPatch.class.getResourceAsStream("GuestTemplate.class")) {
            if (in == null) {
                throw new IllegalStateException("GuestTemplate.class is missing from the engine's jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All classes, with indirect calls telling the callee's instance who calls.
    Map<String, byte[]> patched() {
        Map<String, byte[]> out = new HashMap<>();
        classBytes().forEach((name, bytes) -> out.put(name, patch(name, bytes)));
        return out;
    }

    private byte[] patch(String name, byte[] bytes) {
        if (!name.equals(mainClassName()) && !name.contains("CallIndirectBridge_")) {
            return bytes;
        }
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(bytes), (out, element) -> {
            if (element instanceof MethodModel method
                    && method.methodName().stringValue().startsWith(INDIRECT_CALLER)) {
                out.transformMethod(method, MethodTransform.transformingCode(
                        passCaller(lastSlot(method.methodTypeSymbol()))));
            } else {
                out.with(element);
            }
        });
    }

    private static int lastSlot(MethodTypeDesc type) {
        int slot = 0;
        for (int i = 0; i < type.parameterCount() - 1; i++) {
            slot += TypeKind.from(type.parameterType(i)).slotSize();
        }
        return slot;
    }

    private static CodeTransform passCaller(int callerSlot) {
        return (out, element) -> {
            String replacement = replacement(element);
            if (replacement != null && element instanceof InvokeInstruction call) {
                MethodTypeDesc type = call.typeSymbol();
                out.aload(callerSlot);
                out.invokestatic(call.owner().asSymbol(), replacement,
                        type.insertParameterTypes(type.parameterCount(), INSTANCE));
            } else {
                out.with(element);
            }
        };
    }

    private static @Nullable String replacement(CodeElement element) {
        if (!(element instanceof InvokeInstruction call)) {
            return null;
        }
        // The variant without a type argument goes to the interpreter of the same instance.
        boolean typed = call.typeSymbol().parameterList().stream().filter(p -> p.descriptorString().equals("I"))
                .count() == 2;
        return typed ? REPLACED_CALLS.get(call.name().stringValue()) : null;
    }
}
