package dev.spinjvm.engine.guest;

/// What an instance may still take of one kind of room. Used by the store's thread only.
public final class Budget {

    private long left;

    public Budget(long amount) {
        this.left = amount;
    }

    /// Takes `amount`, or nothing and returns false if less is left.
    public boolean take(long amount) {
        if (amount > left) {
            return false;
        }
        left -= amount;
        return true;
    }

    public void giveBack(long amount) {
        left += amount;
    }
}
