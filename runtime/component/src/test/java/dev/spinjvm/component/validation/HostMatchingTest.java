package dev.spinjvm.component.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.types.DefType;
import dev.spinjvm.component.types.ExternType;
import dev.spinjvm.component.types.FuncType;
import dev.spinjvm.component.types.InstanceType;
import dev.spinjvm.component.types.ResourceType;
import dev.spinjvm.component.types.ValType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostMatchingTest {
    private static final ResourceType WANTED = new ResourceType("input-stream");
    private static final ResourceType HOSTS = new ResourceType("input-stream");

    private static FuncType read(ResourceType stream, ValType.Primitive length) {
        return new FuncType(false,
                List.of(new FuncType.Param("self", new ValType.BorrowType(stream)), new FuncType.Param("len", length)),
                new ValType.ListType(ValType.Primitive.U8));
    }

    private static InstanceType required() {
        return new InstanceType(
                Map.of("input-stream", new ExternType.Type(new DefType.Resource(WANTED)), "size",
                        new ExternType.Type(new DefType.Value(ValType.Primitive.U64)), "[method]input-stream.read",
                        new ExternType.Func(read(WANTED, ValType.Primitive.U64))),
                Map.of(WANTED, List.of("input-stream")));
    }

    private static HostInterface.Builder streams() {
        return HostInterface.builder("wasi:io/streams@0.2.12").resource("input-stream", HOSTS, null);
    }

    @Test
    void definitionsOverTheHostsOwnResourceTypesFit() {
        HostInterface host = streams()
                .function("[method]input-stream.read", read(HOSTS, ValType.Primitive.U64), (_, _) -> new byte[0])
                .function("more", new FuncType(false, List.of(), null), (_, _) -> null).build();

        assertThat(HostMatching.check(required(), host.definitions())).isEmpty();
    }

    @Test
    void eachMissingOrDifferentDefinitionIsNamed() {
        HostInterface host = streams()
                .function("[method]input-stream.read", read(HOSTS, ValType.Primitive.U32), (_, _) -> new byte[0]).build();

        assertThat(HostMatching.check(required(), host.definitions())).containsExactly(
                "type mismatch in instance export `[method]input-stream.read`: type mismatch in function parameter `len`: "
                        + "expected primitive `u64` found primitive `u32`");
        assertThat(HostMatching.check(required(), Map.of())).containsExactly(
                "missing expected export `[method]input-stream.read`", "missing expected export `input-stream`");
    }

    @Test
    void aResourceTypeOfAnotherInterfaceDoesNotFit() {
        HostInterface host = streams().function("[method]input-stream.read",
                read(new ResourceType("input-stream"), ValType.Primitive.U64), (_, _) -> new byte[0]).build();

        assertThat(HostMatching.check(required(), host.definitions())).singleElement().asString()
                .endsWith("resource types are not the same");
    }
}
