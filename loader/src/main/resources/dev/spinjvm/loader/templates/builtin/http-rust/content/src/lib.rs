use wasip2::http::types::{Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam};

wasip2::http::proxy::export!({{project-name | pascal_case}});

struct {{project-name | pascal_case}};

impl wasip2::exports::http::incoming_handler::Guest for {{project-name | pascal_case}} {
    /// Answers every request with a greeting.
    fn handle(request: IncomingRequest, outparam: ResponseOutparam) {
        println!("Handling request to {:?}", request.path_with_query());
        respond(outparam, 200, "text/plain", b"Hello World!\n");
    }
}

fn respond(outparam: ResponseOutparam, status: u16, content_type: &str, content: &[u8]) {
    let headers = Fields::new();
    headers.append("content-type", content_type.as_bytes()).expect("a valid header");
    let response = OutgoingResponse::new(headers);
    response.set_status_code(status).expect("a valid status");
    let body = response.body().expect("the body is taken once");
    ResponseOutparam::set(outparam, Ok(response));
    let stream = body.write().expect("the stream is taken once");
    for chunk in content.chunks(4096) {
        if stream.blocking_write_and_flush(chunk).is_err() {
            return; // nobody waits for the rest
        }
    }
    drop(stream);
    let _ = OutgoingBody::finish(body, None);
}
