package dev.spinjvm.oci.http;

import java.util.List;

/// `GET /v2/`: whether there is a registry that lets the user in
final class Ping {
    private final Session session;

    Ping(Session session) {
        this.session = session;
    }

    void run() {
        String what = "registry " + session.registry();
        try (Answer answer = session.send(Call.get(session.uri("/v2/"), List.of()), what)) {
            if (answer.status() != Answer.OK) {
                throw Problems.of(answer, what);
            }
        }
    }
}
