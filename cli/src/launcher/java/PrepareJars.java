import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Interfaces;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes the jars of a folder ready for a quick start, in place: `java PrepareJars.java FOLDER`. Run by the build.
///
/// - Classes older than Java 6 (picocli's) get stack maps. Without them the JVM neither puts them into an AOT cache nor verifies them in
///   linear time.
/// - `switch` over types in the program's own classes, which javac leaves to a bootstrap method that spins a class for each switch at run
///   time, becomes a chain of `instanceof`. An AOT cache cannot hold what such a bootstrap makes.
/// - `equals` and `hashCode` of the program's own records, likewise a bootstrap method's, become plain code of the same results.
///
/// - Fields with annotations of picocli can be read and written by name, without reflection (`ReadyFields`).
///
/// A jar in which there is nothing to do is left as it is, so that a second run changes nothing.
final class PrepareJars {
    private static final int FIRST_VERSION_WITH_STACK_MAPS = 50;
    private static final int WRITTEN_VERSION = 52;
    private static final String OWN_JARS = "spin-";
    private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final String HELPER = "typeSwitch$";

    private static final String PICOCLI = "picocli/CommandLine$";

    private final ClassFile classFile;
    private final ClassLoader everything;

    private PrepareJars(ClassLoader everything) {
        this.everything = everything;
        classFile = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS, ClassFile.ClassHierarchyResolverOption
                .of(ClassHierarchyResolver.ofResourceParsing(everything).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader everything = new URLClassLoader(urls.toArray(URL[]::new))) {
            PrepareJars preparation = new PrepareJars(everything);
            for (Path jar : jars) {
                preparation.prepare(jar);
            }
        }
    }

    private void prepare(Path path) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        boolean own = path.getFileName().toString().startsWith(OWN_JARS);
        try (JarFile jar = new JarFile(path.toFile())) {
            List<JarEntry> entries = Collections.list(jar.entries());
            for (JarEntry entry : entries) {
                if (entry.getName().endsWith(".class")) {
                    byte[] before = jar.getInputStream(entry).readAllBytes();
                    byte[] after = prepare(before, own);
                    if (after != before) {
                        changed.put(entry.getName(), after);
                    }
                }
            }
            if (changed.isEmpty()) {
                return;
            }
            Path written = path.resolveSibling(path.getFileName() + ".new");
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(written));
                    ZipOutputStream out = new ZipOutputStream(file)) {
                for (JarEntry entry : entries) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    byte[] prepared = changed.get(entry.getName());
                    out.write(prepared != null ? prepared : jar.getInputStream(entry).readAllBytes());
                    out.closeEntry();
                }
            }
            Files.move(written, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        System.out.println("Prepared " + changed.size() + " classes of " + path.getFileName());
    }

    /// The same array if there is nothing to do.
    private byte[] prepare(byte[] bytes, boolean own) {
        ClassModel model = classFile.parse(bytes);
        if (model.majorVersion() < FIRST_VERSION_WITH_STACK_MAPS) {
            return classFile.transformClass(model, ClassTransform.ofStateful(() -> (builder, element) -> {
                switch (element) {
                    case ClassFileVersion _ -> builder.withVersion(WRITTEN_VERSION, 0);
                    case MethodModel method ->
                        builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                    default -> builder.with(element);
                }
            }));
        }
        if (!own) {
            return bytes;
        }
        ClassTransform transform = callsBootstraps(model) ? ClassTransform.ofStateful(() -> new BootstrapTransform(model)) : null;
        if (!annotatedFields(model).isEmpty() && !implementsReadyFields(model)) {
            ClassTransform fields = ClassTransform.ofStateful(() -> new FieldsTransform(model, isBelowReadyFields(model)));
            transform = transform == null ? fields : transform.andThen(fields);
        }
        return transform == null ? bytes : classFile.transformClass(model, transform);
    }

    private static List<FieldModel> annotatedFields(ClassModel model) {
        return model.fields().stream().filter(field -> !field.flags().has(AccessFlag.STATIC) && field.findAttribute(Attributes
                .runtimeVisibleAnnotations()).stream().flatMap(found -> found.annotations().stream())
                .anyMatch(annotation -> annotation.className().stringValue().startsWith("L" + PICOCLI))).toList();
    }

    private static boolean implementsReadyFields(ClassModel model) {
        return model.interfaces().stream().anyMatch(type -> type.asSymbol().equals(FieldsTransform.INTERFACE));
    }

    /// Whether a class above has annotated fields.
    private boolean isBelowReadyFields(ClassModel model) {
        String above = model.superclass().map(ClassEntry::asInternalName).orElse("");
        if (!above.startsWith("dev/spinjvm/")) {
            return false;
        }
        try (InputStream stream = everything.getResourceAsStream(above + ".class")) {
            ClassModel found = classFile.parse(stream.readAllBytes());
            return !annotatedFields(found).isEmpty() || isBelowReadyFields(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean callsBootstraps(ClassModel model) {
        return model.methods().stream().flatMap(method -> method.code().stream()).flatMap(code -> code.elementStream())
                .anyMatch(element -> isTypeSwitch(element) || isRecordMethod(element));
    }

    private static boolean isRecordMethod(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call && call.bootstrapMethod().owner().equals(RECORDS)
                && (call.name().equalsString("equals") || call.name().equalsString("hashCode"));
    }

    private static boolean isTypeSwitch(CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction call)) {
            return false;
        }
        DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
        return bootstrap.owner().equals(SWITCHES) && bootstrap.methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
    }

    /// Gives a class the methods of `ReadyFields`.
    private static final class FieldsTransform implements ClassTransform {
        private static final ClassDesc INTERFACE = ClassDesc.of("dev.spinjvm.cli.ReadyFields");
        private static final String METHOD = "readyField";
        private static final MethodTypeDesc GET = MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_String);
        private static final MethodTypeDesc SET = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String,
                ConstantDescs.CD_Object);

        private final ClassModel model;
        private final ClassDesc owner;
        private final boolean below;

        /// @param below whether the class above has these methods, too
        private FieldsTransform(ClassModel model, boolean below) {
            this.model = model;
            this.owner = model.thisClass().asSymbol();
            this.below = below;
        }

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (!(element instanceof Interfaces)) {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            List<ClassDesc> interfaces = new ArrayList<>(model.interfaces().stream().map(ClassEntry::asSymbol).toList());
            interfaces.add(INTERFACE);
            builder.withInterfaceSymbols(interfaces);
            builder.withMethodBody(METHOD, GET, ClassFile.ACC_PUBLIC | ClassFile.ACC_SYNTHETIC, code -> {
                each(code, field -> {
                    ClassDesc type = field.fieldTypeSymbol();
                    code.aload(0).getfield(owner, field.fieldName().stringValue(), type);
                    if (type.isPrimitive()) {
                        code.invokestatic(box(type), "valueOf", MethodTypeDesc.of(box(type), type));
                    }
                    code.areturn();
                });
                if (below) {
                    code.aload(0).aload(1).invokespecial(model.superclass().orElseThrow().asSymbol(), METHOD, GET).areturn();
                } else {
                    unknown(code);
                }
            });
            builder.withMethodBody(METHOD, SET, ClassFile.ACC_PUBLIC | ClassFile.ACC_SYNTHETIC, code -> {
                each(code, field -> {
                    ClassDesc type = field.fieldTypeSymbol();
                    code.aload(0).aload(2).checkcast(type.isPrimitive() ? box(type) : type);
                    if (type.isPrimitive()) {
                        code.invokevirtual(box(type), type.displayName() + "Value", MethodTypeDesc.of(type));
                    }
                    code.putfield(owner, field.fieldName().stringValue(), type).return_();
                });
                if (below) {
                    code.aload(0).aload(1).aload(2).invokespecial(model.superclass().orElseThrow().asSymbol(), METHOD, SET).return_();
                } else {
                    unknown(code);
                }
            });
        }

        private void each(CodeBuilder code, Consumer<FieldModel> body) {
            for (FieldModel field : annotatedFields(model)) {
                var next = code.newLabel();
                code.aload(1).loadConstant(field.fieldName().stringValue()).invokevirtual(ConstantDescs.CD_String, "equals",
                        MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object)).ifeq(next);
                body.accept(field);
                code.labelBinding(next);
            }
        }

        private static void unknown(CodeBuilder code) {
            ClassDesc exception = ClassDesc.of("java.lang.IllegalArgumentException");
            code.new_(exception).dup().aload(1).invokespecial(exception, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void,
                    ConstantDescs.CD_String)).athrow();
        }
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (TypeKind.from(primitive)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case SHORT -> ConstantDescs.CD_Short;
            case CHAR -> ConstantDescs.CD_Character;
            case INT -> ConstantDescs.CD_Integer;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.displayName());
        };
    }

    /// Replaces each such call by one of a private method that does the same; the stack before and after it does not change.
    private static final class BootstrapTransform implements ClassTransform {
        private record Replacement(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

        private final ClassDesc owner;
        private final boolean inInterface;
        private final List<Replacement> replacements = new ArrayList<>();

        private BootstrapTransform(ClassModel model) {
            owner = model.thisClass().asSymbol();
            inInterface = model.flags().has(AccessFlag.INTERFACE);
        }

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof MethodModel method) {
                builder.transformMethod(method, MethodTransform.transformingCode(this::accept));
            } else {
                builder.with(element);
            }
        }

        private void accept(CodeBuilder builder, CodeElement element) {
            if (isTypeSwitch(element)) {
                InvokeDynamicInstruction call = (InvokeDynamicInstruction) element;
                List<ClassDesc> labels = new ArrayList<>();
                for (ConstantDesc label : call.bootstrapArgs()) {
                    labels.add((ClassDesc) label);
                }
                replace(builder, HELPER, call.typeSymbol(), code -> switchOver(code, labels));
            } else if (isRecordMethod(element)) {
                InvokeDynamicInstruction call = (InvokeDynamicInstruction) element;
                // The record's class and the components' names come first.
                List<DirectMethodHandleDesc> fields = call.bootstrapArgs().stream().skip(2).map(DirectMethodHandleDesc.class::cast)
                        .toList();
                boolean equality = call.name().equalsString("equals");
                replace(builder, call.name().stringValue() + "$", call.typeSymbol(), code -> {
                    if (equality) {
                        equal(code, fields);
                    } else {
                        hash(code, fields);
                    }
                });
            } else {
                builder.with(element);
            }
        }

        private void replace(CodeBuilder builder, String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
            Replacement replacement = new Replacement(name + replacements.size(), type, body);
            replacements.add(replacement);
            builder.invokestatic(owner, replacement.name(), replacement.type(), inInterface);
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            for (Replacement replacement : replacements) {
                builder.withMethodBody(replacement.name(), replacement.type(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, replacement.body());
            }
        }

        /// `(value, restart)` to the first label from `restart` on that fits: -1 for null, the number of labels for none.
        private static void switchOver(CodeBuilder code, List<ClassDesc> labels) {
            code.aload(0).ifThen(Opcode.IFNULL, then -> then.iconst_m1().return_(TypeKind.INT));
            for (int i = 0; i < labels.size(); i++) {
                var next = code.newLabel();
                // A restart comes after a guard said no; nearly every call begins at 0.
                code.iload(1).loadConstant(i).if_icmpgt(next);
                code.aload(0).instanceOf(labels.get(i)).ifeq(next);
                code.loadConstant(i).return_(TypeKind.INT);
                code.labelBinding(next);
            }
            code.loadConstant(labels.size()).return_(TypeKind.INT);
        }

        /// `(record)` to its hash code.
        private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
            code.iconst_0();
            for (DirectMethodHandleDesc field : fields) {
                ClassDesc type = field.invocationType().returnType();
                code.bipush(31).imul().aload(0).getfield(owner, field.methodName(), type);
                if (type.isPrimitive()) {
                    code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
                } else {
                    code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
                }
                code.iadd();
            }
            code.return_(TypeKind.INT);
        }

        /// `(record, object)` to whether they are equal.
        private void equal(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
            var differ = code.newLabel();
            var same = code.newLabel();
            code.aload(0).aload(1).if_acmpeq(same);
            code.aload(1).instanceOf(owner).ifeq(differ);
            for (DirectMethodHandleDesc field : fields) {
                ClassDesc type = field.invocationType().returnType();
                code.aload(0).getfield(owner, field.methodName(), type);
                code.aload(1).checkcast(owner).getfield(owner, field.methodName(), type);
                if (type.isPrimitive()) {
                    code.invokestatic(box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type)).ifne(differ);
                } else {
                    code.invokestatic(OBJECTS, "equals",
                            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object)).ifeq(differ);
                }
            }
            code.labelBinding(same).iconst_1().return_(TypeKind.INT);
            code.labelBinding(differ).iconst_0().return_(TypeKind.INT);
        }
    }
}
