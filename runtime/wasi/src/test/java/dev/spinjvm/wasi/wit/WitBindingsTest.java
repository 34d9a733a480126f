package dev.spinjvm.wasi.wit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinjvm.component.HostFunction;
import dev.spinjvm.component.HostInterface;
import dev.spinjvm.component.HostInterface.Destructor;
import dev.spinjvm.component.HostInterface.Function;
import dev.spinjvm.component.HostInterface.Resource;
import dev.spinjvm.component.wit.WitPackages;
import dev.spinjvm.component.wit.WitSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WitBindingsTest {
    private static final HostFunction BODY = (store, arguments) -> null;
    private static final Destructor DESTRUCTOR = (store, representation) -> {};

    private final WitBindings bindings = new WitBindings(WitPackages.parse(List.of(new WitSource("test/shop.wit", """
            package test:shop@1.0.0;
            interface goods {
                resource item {
                    price: func() -> u32;
                }
                find: func(name: string) -> option<item>;
            }
            interface till {
                use goods.{item};
                pay: func(what: borrow<item>);
            }
            """))));

    @Test
    void typesComeFromTheTextAndBodiesFromJava() {
        HostInterface goods = bindings.bind("test:shop/goods@1.0.0").functions(Map.of("find", BODY, "[method]item.price", BODY))
                .resource("item", DESTRUCTOR).build();
        assertThat(goods.name()).isEqualTo("test:shop/goods@1.0.0");
        assertThat(goods.definitions().keySet()).containsExactlyInAnyOrder("item", "find", "[method]item.price");
        Function find = (Function) Objects.requireNonNull(goods.definitions().get("find"));
        assertThat(find.body()).isSameAs(BODY);
        assertThat(find.type().params()).hasSize(1);
        HostInterface till = bindings.bind("test:shop/till@1.0.0").function("pay", BODY).build();
        Resource used = (Resource) Objects.requireNonNull(till.definitions().get("item"));
        assertThat(used).isEqualTo(goods.definitions().get("item"));
        assertThat(used.destructor()).isSameAs(DESTRUCTOR);
    }

    @Test
    void othersGetWhatIsMadeForThem() {
        HostFunction other = (store, arguments) -> 1;
        HostInterface goods = bindings.bind("test:shop/goods@1.0.0").function("find", BODY).others((name, type) -> other)
                .resource("item", null).build();
        assertThat(((Function) Objects.requireNonNull(goods.definitions().get("find"))).body()).isSameAs(BODY);
        assertThat(((Function) Objects.requireNonNull(goods.definitions().get("[method]item.price"))).body()).isSameAs(other);
    }

    @Test
    void whatDoesNotMatchFailsAtOnceAndIsNamed() {
        assertThatThrownBy(() -> goods().function("find", BODY).build()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test:shop/goods@1.0.0 lacks the bodies of [method]item.price");
        assertThatThrownBy(() -> goods().functions(Map.of("find", BODY, "[method]item.price", BODY, "lose", BODY)).build())
                .hasMessage("test:shop/goods@1.0.0 declares no function lose");
        assertThatThrownBy(() -> goods().function("find", BODY).function("find", BODY)).hasMessageContaining("two bodies for find");
        assertThatThrownBy(() -> bindings.bind("test:shop/goods@1.0.0").resource("thing", null))
                .hasMessageContaining("declares no resource thing");
        assertThatThrownBy(() -> bindings.bind("test:shop/nothing@1.0.0")).hasMessageContaining("test:shop/nothing@1.0.0");
    }

    @Test
    void theDeclaringInterfaceComesFirst() {
        assertThatThrownBy(() -> bindings.bind("test:shop/till@1.0.0").function("pay", BODY).build())
                .hasMessage("test:shop/till@1.0.0 was not told what dropping does to item");
    }

    private WitBindings.Binding goods() {
        return new WitBindingsTest().bindings.bind("test:shop/goods@1.0.0").resource("item", null);
    }
}
