package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import dev.spinjvm.loader.pem.PemSection;
import dev.spinjvm.trigger.TriggerException;

/// The sections of a PEM file (RFC 7468); text around them is ignored.
record PemFile(Path path, List<PemSection> sections) {
    /// @param what how messages call the content, such as `certificate(s)`
    static PemFile read(Path path, String what) {
        try {
            return new PemFile(path, PemSection.sections(Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException e) {
            throw failure(path, what, "the file does not exist", e);
        } catch (IOException e) {
            throw failure(path, what, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw failure(path, what, String.valueOf(e.getMessage()), e);
        }
    }

    static TriggerException failure(Path path, String what, String reason, Throwable cause) {
        return new TriggerException("failed to load " + what + " from '" + path + "': " + reason, cause);
    }
}
