import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
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
///
/// A jar in which there is nothing to do is left as it is, so that a second run changes nothing.
final class PrepareJars {
    private static final int FIRST_VERSION_WITH_STACK_MAPS = 50;
    private static final int WRITTEN_VERSION = 52;
    private static final String OWN_JARS = "spin-";
    private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final String HELPER = "typeSwitch$";

    private final ClassFile classFile;

    private PrepareJars(ClassLoader everything) {
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
        if (!own || !switchesOverTypes(model)) {
            return bytes;
        }
        return classFile.transformClass(model, ClassTransform.ofStateful(() -> new SwitchTransform(model)));
    }

    private static boolean switchesOverTypes(ClassModel model) {
        return model.methods().stream().flatMap(method -> method.code().stream()).flatMap(code -> code.elementStream())
                .anyMatch(PrepareJars::isTypeSwitch);
    }

    private static boolean isTypeSwitch(CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction call)) {
            return false;
        }
        DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
        return bootstrap.owner().equals(SWITCHES) && bootstrap.methodName().equals("typeSwitch")
                && call.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc type && !type.isPrimitive());
    }

    /// Replaces each such call by one of a private method that does the same; the stack before and after it does not change.
    private static final class SwitchTransform implements ClassTransform {
        private record Replacement(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

        private final ClassDesc owner;
        private final boolean inInterface;
        private final List<Replacement> replacements = new ArrayList<>();

        private SwitchTransform(ClassModel model) {
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
                Replacement replacement = new Replacement(HELPER + replacements.size(), call.typeSymbol(), labels);
                replacements.add(replacement);
                builder.invokestatic(owner, replacement.name(), replacement.type(), inInterface);
            } else {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            for (Replacement replacement : replacements) {
                builder.withMethodBody(replacement.name(), replacement.type(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, code -> write(code, replacement.labels()));
            }
        }

        /// `(value, restart)` to the first label from `restart` on that fits: -1 for null, the number of labels for none.
        private static void write(CodeBuilder code, List<ClassDesc> labels) {
            code.aload(0).ifThen(java.lang.classfile.Opcode.IFNULL, then -> then.iconst_m1().return_(TypeKind.INT));
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
    }
}
