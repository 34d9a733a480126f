package dev.spinjvm.engine;

/// What an instance may still take of one kind of room. Used by the store's thread only.
final class Budget {

    private long left;

    Budget(long amount) {
        this.left = amount;
    }

    /// Takes `amount`, or nothing and returns false if less is left.
    boolean take(long amount) {
        if (amount > left) {
            return false;
        }
        left -= amount;
        return true;
    }

    void giveBack(long amount) {
        left += amount;
    }
}
