package dev.spinjvm.plugins.bindle;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.spinjvm.plugins.bindle.Invoice.Signature;

/// Which signatures of an invoice must be right, and which by keys that are known (Bindle's signing description, "Verification").
///
/// @param roles that count
/// @param checksOthers signatures in other roles must be right, too
/// @param knowsAll each signature that is looked at must be by a known key; else one is enough
/// @param needsEachRole there must be a signature in each of the roles
public record Verification(Set<Role> roles, boolean checksOthers, boolean knowsAll, boolean needsEachRole) {
    private static final Pattern WITH_ROLES = Pattern.compile("(multipleattestation|multipleattestationgreedy)\\[(.*)]");

    public Verification {
        roles = Set.copyOf(roles);
    }

    /// What verifies where nothing else is chosen.
    public static final Verification GREEDY = new Verification(Set.of(Role.CREATOR), true, true, true);
    /// The creator is known.
    public static final Verification CREATIVE = new Verification(Set.of(Role.CREATOR), false, true, true);
    /// The creator or an approver is known.
    public static final Verification AUTHORITATIVE = new Verification(Set.of(Role.CREATOR, Role.APPROVER), false, false, false);
    /// All are known.
    public static final Verification EXHAUSTIVE = new Verification(EnumSet.allOf(Role.class), true, true, false);

    /// Reads a name such as `CreativeIntegrity` or `MultipleAttestation[Creator, Approver]`; upper and lower case are the same.
    public static Verification parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher withRoles = WITH_ROLES.matcher(lower);
        if (withRoles.matches()) {
            Set<Role> roles = EnumSet.noneOf(Role.class);
            for (String role : withRoles.group(2).split(",", -1)) {
                roles.add(Role.of(role).orElseThrow(() -> new BindleException("'" + role.strip()
                        + "' is none of the roles creator, approver, host, proxy")));
            }
            return new Verification(roles, withRoles.group(1).endsWith("greedy"), true, true);
        }
        return switch (lower) {
            case "creativeintegrity" -> CREATIVE;
            case "authoritativeintegrity" -> AUTHORITATIVE;
            case "greedyverification" -> GREEDY;
            case "exhaustiveverification" -> EXHAUSTIVE;
            default -> throw new BindleException("Unknown verification strategy '" + text
                    + "': it is one of CreativeIntegrity, AuthoritativeIntegrity, GreedyVerification, ExhaustiveVerification,"
                    + " MultipleAttestation[ROLES], MultipleAttestationGreedy[ROLES]");
        };
    }

    /// Verifies.
    ///
    /// @throws BindleException if the invoice does not satisfy this
    public void verify(Invoice invoice, Keyring keyring) {
        if (invoice.signatures().isEmpty()) {
            throw unverified("No signatures found on invoice. At least one signature is required");
        }
        boolean known = false;
        Set<Role> seen = EnumSet.noneOf(Role.class);
        for (Signature signature : invoice.signatures()) {
            boolean counts = roles.contains(signature.role());
            if (!counts && !checksOthers) {
                continue;
            }
            if (!Ed25519.verify(signature.key(), Signing.text(invoice, signature.by(), signature.role()), signature.signature())) {
                throw unverified(signature.key());
            }
            if (!counts && !knowsAll) {
                continue;
            }
            seen.add(signature.role());
            if (keyring.holds(signature.key())) {
                known = true;
            } else if (knowsAll) {
                throw unverified("strategy requires that all signatures for role(s) must be verified");
            }
        }
        if (!known) {
            throw new BindleException("none of the signatures are made with a known key");
        }
        List<Role> missing = needsEachRole ? roles.stream().filter(role -> !seen.contains(role)).sorted().toList() : List.of();
        if (!missing.isEmpty()) {
            throw unverified("No signature found for role " + missing.getFirst());
        }
    }

    private static BindleException unverified(String what) {
        return new BindleException("signatures `" + what + "` cannot be verified");
    }
}
