package dev.spinjvm.component.abi;

import dev.spinjvm.engine.NumericType;
import org.jspecify.annotations.Nullable;

/// `own` and `borrow`: an index into the handle table of the instance (CanonicalABI.md, `lift_own` to `lower_borrow`).
abstract class HandleType extends AbiType {
    final ResourceDef resource;

    HandleType(ResourceDef resource) {
        super(4, 4, NumericType.I32);
        this.resource = resource;
    }

    abstract Object liftHandle(LiftLowerContext cx, int index);

    abstract int lowerHandle(LiftLowerContext cx, Object value);

    @Override
    Object load(LiftLowerContext cx, int pointer) {
        return liftHandle(cx, Bytes.getInt(cx.bytes, pointer));
    }

    @Override
    void store(LiftLowerContext cx, @Nullable Object value, int pointer) {
        Bytes.putInt(cx.bytes, pointer, lowerHandle(cx, required(value, resource.type().name())));
    }

    @Override
    Object lift(LiftLowerContext cx, long[] values, int at) {
        return liftHandle(cx, (int) values[at]);
    }

    @Override
    void lower(LiftLowerContext cx, @Nullable Object value, long[] values, int at) {
        values[at] = lowerHandle(cx, required(value, resource.type().name())) & 0xffff_ffffL;
    }

    /// The handle at `index`, which must refer to a resource of this type.
    static ResourceHandle expect(InstanceState instance, int index, ResourceDef resource) {
        Object entry = instance.handles.get(index);
        if (entry instanceof ResourceHandle handle && handle.resource.type() == resource.type()) {
            return handle;
        }
        String expected = describe(resource);
        String found = entry instanceof ResourceHandle other ? describe(other.resource) : "something else";
        throw Traps.trap("handle index " + Integer.toUnsignedString(index) + " used with the wrong type, expected " + expected
                + " but found " + (found.equals(expected) ? "a different " : "a ") + found);
    }

    private static String describe(ResourceDef resource) {
        return switch (resource) {
            case ResourceDef.Guest _ -> "guest-defined resource";
            case ResourceDef.Host _ -> "host-defined resource";
        };
    }

    /// Takes an own handle out of the table.
    static ResourceHandle remove(InstanceState instance, int index, ResourceHandle handle) {
        if (handle.lends != 0) {
            throw Traps.trap("cannot remove owned resource while borrowed");
        }
        instance.handles.remove(index);
        return handle;
    }

    final GuestHandle guestValue(LiftLowerContext cx, Object value, ResourceDef.Guest guest) {
        GuestHandle handle = (GuestHandle) value;
        if (handle.type() != guest.type() || !handle.belongsTo(cx.instance.tree)) {
            throw new IllegalArgumentException("a handle to another " + handle.type() + " where " + guest.type() + " is expected");
        }
        return handle;
    }

    static final class Own extends HandleType {
        Own(ResourceDef resource) {
            super(resource);
        }

        @Override
        Object liftHandle(LiftLowerContext cx, int index) {
            ResourceHandle handle = expect(cx.instance, index, resource);
            if (!handle.own()) {
                throw Traps.trap("cannot lift own resource from a borrow");
            }
            remove(cx.instance, index, handle);
            return switch (resource) {
                case ResourceDef.Host _ -> required(handle.hostRep, resource.type().name());
                case ResourceDef.Guest guest -> new GuestHandle(cx.instance.tree, guest, handle.guestRep, true);
            };
        }

        @Override
        int lowerHandle(LiftLowerContext cx, Object value) {
            return cx.instance.handles.add(switch (resource) {
                case ResourceDef.Host _ -> ResourceHandle.host(resource, value, null);
                case ResourceDef.Guest guest -> ResourceHandle.guest(resource, guestValue(cx, value, guest).give(), null);
            });
        }
    }

    static final class Borrow extends HandleType {
        Borrow(ResourceDef resource) {
            super(resource);
        }

        @Override
        Object liftHandle(LiftLowerContext cx, int index) {
            ResourceHandle handle = expect(cx.instance, index, resource);
            cx.lend(handle);
            return switch (resource) {
                case ResourceDef.Host _ -> required(handle.hostRep, resource.type().name());
                case ResourceDef.Guest guest -> new GuestHandle(cx.instance.tree, guest, handle.guestRep, false);
            };
        }

        @Override
        int lowerHandle(LiftLowerContext cx, Object value) {
            return switch (resource) {
                case ResourceDef.Host _ -> scoped(cx, ResourceHandle.host(resource, value, cx.borrowScope()));
                case ResourceDef.Guest guest -> {
                    int rep = guestValue(cx, value, guest).representation();
                    yield guest.instance() == cx.instance.index
                            ? rep
                            : scoped(cx, ResourceHandle.guest(resource, rep, cx.borrowScope()));
                }
            };
        }

        private static int scoped(LiftLowerContext cx, ResourceHandle handle) {
            cx.borrowScope().borrows++;
            return cx.instance.handles.add(handle);
        }
    }
}
