package dev.spinjvm.wasi.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// An open regular file. Reads and writes carry their offset, so any number of descriptors' streams share it. Counts its
/// users and closes itself with the last one.
final class OpenFile {
    private final OpenObjects objects;
    private final FileChannel channel;
    private int users = 1;

    OpenFile(OpenObjects objects, FileChannel channel) {
        this.objects = objects;
        this.channel = channel;
    }

    OpenFile retain() {
        users++;
        return this;
    }

    void release() {
        if (--users == 0) {
            objects.close(channel);
        }
    }

    long size() throws FilesystemException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    /// Up to `max` bytes at `offset`; none at or behind the end.
    byte[] read(int max, long offset) throws FilesystemException {
        try {
            int size = Math.clamp(channel.size() - offset, 0, max);
            byte[] bytes = new byte[size];
            int read = size == 0 ? 0 : Math.max(0, channel.read(ByteBuffer.wrap(bytes), offset));
            return read == size ? bytes : Arrays.copyOf(bytes, read);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void write(byte[] bytes, long offset) throws FilesystemException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long position = offset;
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void append(byte[] bytes) throws FilesystemException {
        write(bytes, size());
    }

    /// Cuts the file, or extends it by a hole.
    void setSize(long size) throws FilesystemException {
        try {
            if (size > channel.size()) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            } else {
                channel.truncate(size);
            }
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }

    void sync(boolean metadata) throws FilesystemException {
        try {
            channel.force(metadata);
        } catch (IOException e) {
            throw FilesystemException.of(e);
        }
    }
}
