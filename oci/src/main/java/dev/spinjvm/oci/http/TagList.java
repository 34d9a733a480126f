package dev.spinjvm.oci.http;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.spinjvm.oci.RegistryException;
import dev.spinjvm.oci.StrictJson;
import dev.spinjvm.oci.StrictJson.JsonException;

/// `GET /v2/<name>/tags/list`, page by page
final class TagList {
    private static final int PAGE = 1000;
    private static final int MAX_PAGES = 100;
    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    private final Session session;
    private final String repository;

    TagList(Session session, String repository) {
        this.session = session;
        this.repository = repository;
    }

    List<String> run() {
        String what = "the tags of " + repository;
        var tags = new TreeSet<String>();
        URI page = session.uri("/v2/" + repository + "/tags/list?n=" + PAGE);
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            try (Answer answer = session.send(Call.get(page, Scopes.pull(repository)), what)) {
                if (answer.status() != Answer.OK) {
                    throw Problems.of(answer, what);
                }
                int before = tags.size();
                for (Object tag : StrictJson.list(
                        StrictJson.object(answer.small(what, MAX_BYTES, session.options().answerTimeout())), "tags")) {
                    tags.add(Texts.printable(String.valueOf(tag)));
                }
                Optional<URI> next = next(answer, page);
                if (next.isEmpty() || tags.size() == before) {
                    return new ArrayList<>(tags);
                }
                page = next.get();
            } catch (JsonException e) {
                throw new RegistryException.Malformed(what + " are not understood: " + e.getMessage());
            } catch (IOException e) {
                throw Problems.unreachable(session.registry().toString(), e);
            } catch (InterruptedException _) {
                throw Retry.interrupted(session.registry().toString());
            }
        }
        throw new RegistryException.Malformed(what + " do not end after " + MAX_PAGES + " pages");
    }

    private static Optional<URI> next(Answer answer, URI page) {
        Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
        return link.find() ? Optional.of(Addresses.resolve(page, link.group(1), "Link")) : Optional.empty();
    }
}
