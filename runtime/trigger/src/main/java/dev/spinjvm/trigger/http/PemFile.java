package dev.spinjvm.trigger.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.spinjvm.trigger.TriggerException;

/// The sections of a PEM file (RFC 7468); text around them is ignored.
record PemFile(Path path, List<Section> sections) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// @param label such as `CERTIFICATE`
    /// @param encrypted whether the old headers say that the content is encrypted
    record Section(String label, byte[] content, boolean encrypted) {}

    /// @param what how messages call the content, such as `certificate(s)`
    static PemFile read(Path path, String what) {
        try {
            return new PemFile(path, sections(Files.readString(path, StandardCharsets.ISO_8859_1)));
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

    static List<Section> sections(String text) {
        List<Section> sections = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        var body = new StringBuilder();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (label == null) {
                if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                    label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                    encrypted = false;
                    body.setLength(0);
                }
            } else if (line.equals(END + label + DASHES)) {
                sections.add(new Section(label, decode(body.toString(), label, number), encrypted));
                label = null;
            } else if (line.indexOf(':') >= 0) {
                encrypted |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
            } else {
                body.append(line);
            }
        }
        if (label != null) {
            throw new IllegalArgumentException("the section " + label + " has no line '" + END + label + DASHES + "'");
        }
        return sections;
    }

    private static byte[] decode(String base64, String label, int line) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the section " + label + " that ends at line " + line + " is not base64", e);
        }
    }
}
