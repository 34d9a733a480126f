package dev.spinjvm.host;

import dev.spinjvm.wasi.http.ErrorCode;
import dev.spinjvm.wasi.http.OutgoingHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// Resolves host names and lets pass only addresses that may be dialled; the client dials what this gives and nothing
/// else.
final class CheckedResolver implements SocketAddressResolver {
    private final HostResolver resolver;
    private final Predicate<InetAddress> permitted;
    private final Executor executor;

    CheckedResolver(HostResolver resolver, Predicate<InetAddress> permitted, Executor executor) {
        this.resolver = resolver;
        this.permitted = permitted;
        this.executor = executor;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        executor.execute(() -> {
            List<InetSocketAddress> addresses;
            try {
                addresses = check(host, port);
            } catch (UnknownHostException | OutgoingHttp.HttpException | RuntimeException e) {
                promise.failed(e);
                return;
            }
            promise.succeeded(addresses);
        });
    }

    private List<InetSocketAddress> check(String host, int port) throws UnknownHostException, OutgoingHttp.HttpException {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : resolver.resolve(bracketed ? host.substring(1, host.length() - 1) : host)) {
            if (permitted.test(address)) {
                addresses.add(new InetSocketAddress(address, port));
            }
        }
        if (addresses.isEmpty()) {
            throw new OutgoingHttp.HttpException(ErrorCode.of(ErrorCode.Kind.DESTINATION_IP_PROHIBITED), null);
        }
        return addresses;
    }
}
