package dev.spinjvm.host;

/// A destination that a component tried to call without permission.
///
/// @param scheme such as `http`
/// @param authority host and optional port, or `self` for the component's own application
public record DisallowedHost(String scheme, String authority) {

    /// What happened, for the user.
    public String warning() {
        if (scheme.startsWith("http") && authority.equals("self")) {
            return "A component tried to make an HTTP request to its own app but it does not have permission.";
        }
        return "A component tried to make an outbound network connection to disallowed destination '" + pattern() + "'.";
    }

    /// What the user can do about it.
    public String hint() {
        return "To allow this request, add 'allowed_outbound_hosts = [\"" + pattern() + "\"]' to the manifest component section.";
    }

    private String pattern() {
        return scheme + "://" + authority;
    }
}
