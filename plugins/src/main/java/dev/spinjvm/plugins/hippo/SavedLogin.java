package dev.spinjvm.plugins.hippo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;
import org.jspecify.annotations.Nullable;

/// A login to Hippo and its Bindle server, kept in a file that only this user can read. Never printed.
///
/// @param bindleUrl null if not known
/// @param bindleUser null for none
/// @param bindlePassword null for none
public record SavedLogin(String url, @Nullable String bindleUrl, @Nullable String bindleUser, @Nullable String bindlePassword,
        boolean acceptsAnyCertificate, @Nullable HippoToken token) {
    interface Form {
        SavedLogin read(Map<String, Object> object) throws JsonException;
    }

    static Optional<SavedLogin> read(Path file, Form form) {
        try {
            return Optional.of(form.read(StrictJson.object(Files.readAllBytes(file))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JsonException e) {
            throw new HippoException("'" + file + "' is no login: " + e.getMessage() + ". Remove it, and run `spin login`");
        } catch (IOException e) {
            throw new HippoException("Failed to read '" + file + "': " + e.getMessage());
        }
    }

    static SavedLogin ours(Map<String, Object> object) throws JsonException {
        return new SavedLogin(required(object, "url"), StrictJson.text(object, "bindle_url"), StrictJson.text(object, "bindle_username"),
                StrictJson.text(object, "bindle_password"), Boolean.TRUE.equals(object.get("danger_accept_invalid_certs")), token(object));
    }

    static SavedLogin hippos(Map<String, Object> object) throws JsonException {
        return new SavedLogin(required(object, "url"), null, null, null, Boolean.TRUE.equals(object.get("danger_accept_invalid_certs")),
                token(StrictJson.map(object, "token_info")));
    }

    private static @Nullable HippoToken token(Map<?, ?> object) throws JsonException {
        String token = StrictJson.text(object, "token");
        return token == null ? null : new HippoToken(token, HippoToken.time(StrictJson.text(object, "expiration")));
    }

    private static String required(Map<String, Object> object, String name) throws JsonException {
        String text = StrictJson.text(object, name);
        if (text == null) {
            throw new JsonException("`" + name + "` is missing");
        }
        return text;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", url);
        put(json, "bindle_url", bindleUrl);
        put(json, "bindle_username", bindleUser);
        put(json, "bindle_password", bindlePassword);
        json.put("danger_accept_invalid_certs", acceptsAnyCertificate);
        if (token != null) {
            json.put("token", token.token());
            put(json, "expiration", token.expiration() == null ? null : token.expiration().toString());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    @Override
    public String toString() {
        return "SavedLogin[" + url + "]";
    }
}
