package dev.spinjvm.loader.runtimeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockedNetworksTest {
    private static final BlockedNetworks ALL_PRIVATE = new BlockedNetworks(List.of(), true);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "::",
        "fc00::1", "fe80::1", "255.255.255.255"})
    void private_addresses_are_blocked(String address) {
        assertThat(ALL_PRIVATE.blocks(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "2606:4700::1111", "192.169.0.1"})
    void public_addresses_are_not(String address) {
        assertThat(ALL_PRIVATE.blocks(InetAddress.ofLiteral(address))).isFalse();
        assertThat(BlockedNetworks.NONE.blocks(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.255.0.1,true", "10.0.0.0/8,11.0.0.0,false", "1.2.3.4,1.2.3.4,true", "1.2.3.4,1.2.3.5,false",
        "0.0.0.0/0,8.8.8.8,true", "0.0.0.0/0,2606::1,false", "2001:db8::/33,2001:db8:7fff::1,true", "2001:db8::/33,2001:db8:8000::1,false"})
    void network_holds_the_addresses_that_share_its_bits(String network, String address, boolean blocked) {
        var networks = new BlockedNetworks(List.of(IpNetwork.parse(network).orElseThrow()), false);
        assertThat(networks.blocks(InetAddress.ofLiteral(address))).isEqualTo(blocked);
    }

    @Test
    void address_of_version_4_inside_one_of_version_6_is_blocked_too() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1};
        var networks = new BlockedNetworks(List.of(IpNetwork.parse("10.0.0.0/8").orElseThrow()), false);
        assertThat(networks.blocks(Inet6Address.getByAddress("", mapped, -1))).isTrue();
        mapped[10] = -1;
        mapped[11] = -1;
        assertThat(networks.blocks(Inet6Address.getByAddress("", mapped, -1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "a.b.c.d/8", "::/129", "10.0.0/8", "host", "1.2.3.4/08x"})
    void text_that_is_no_network_is_none(String text) {
        assertThat(IpNetwork.parse(text)).isEmpty();
    }
}
