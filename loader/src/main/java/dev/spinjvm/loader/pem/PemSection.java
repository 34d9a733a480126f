package dev.spinjvm.loader.pem;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A section of a text in PEM form (RFC 7468).
///
/// @param label such as `CERTIFICATE`
/// @param encrypted whether the old headers say that the content is encrypted
public record PemSection(String label, byte[] content, boolean encrypted) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /// The sections of a text; what stands around them is ignored.
    ///
    /// @throws IllegalArgumentException with a reason
    public static List<PemSection> sections(String text) {
        List<PemSection> sections = new ArrayList<>();
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
                sections.add(new PemSection(label, decode(body.toString(), label, number), encrypted));
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
