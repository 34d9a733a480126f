package dev.spinjvm.engine.compiler;

/// Counts in method and field descriptors (JVM specification, section 4.3).
final class Descriptors {

    private Descriptors() {}

    static int slots(String fieldDescriptor) {
        char first = fieldDescriptor.charAt(0);
        return first == 'J' || first == 'D' ? 2 : 1;
    }

    static int returnSlots(String methodDescriptor) {
        char first = methodDescriptor.charAt(methodDescriptor.lastIndexOf(')') + 1);
        return first == 'V' ? 0 : first == 'J' || first == 'D' ? 2 : 1;
    }

    static int parameterSlots(String methodDescriptor) {
        int slots = 0;
        for (int i = 1; methodDescriptor.charAt(i) != ')'; i++) {
            char c = methodDescriptor.charAt(i);
            slots += c == 'J' || c == 'D' ? 2 : 1;
            while (methodDescriptor.charAt(i) == '[') {
                i++;
            }
            if (methodDescriptor.charAt(i) == 'L') {
                i = methodDescriptor.indexOf(';', i);
            }
        }
        return slots;
    }
}
