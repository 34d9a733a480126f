//! A wasi:http/proxy service in Rust: greets, counts the bytes of a request's body, and says what it was asked.
use wasip2::http::types::{Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam};
use wasip2::io::streams::StreamError;

wasip2::http::proxy::export!(Hello);

struct Hello;

impl wasip2::exports::http::incoming_handler::Guest for Hello {
    fn handle(request: IncomingRequest, outparam: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_else(|| "/".to_owned());
        let text = match request.method() {
            Method::Get => format!("Hello from Rust at {path}\n"),
            _ => match count(&request) {
                Ok(bytes) => format!("Rust read {bytes} bytes at {path}\n"),
                Err(error) => format!("Rust could not read the body: {error:?}\n"),
            },
        };
        answer(outparam, text.as_bytes());
    }
}

/// The length of the body, read piece by piece.
fn count(request: &IncomingRequest) -> Result<u64, StreamError> {
    let body = request.consume().expect("the body is taken once");
    let stream = body.stream().expect("the stream is taken once");
    let mut bytes = 0;
    loop {
        match stream.blocking_skip(65536) {
            Ok(skipped) => bytes += skipped,
            Err(StreamError::Closed) => return Ok(bytes),
            Err(error) => return Err(error),
        }
    }
}

fn answer(outparam: ResponseOutparam, text: &[u8]) {
    let headers = Fields::new();
    headers.append("content-type", b"text/plain").expect("a valid header");
    let response = OutgoingResponse::new(headers);
    let body = response.body().expect("the body is taken once");
    ResponseOutparam::set(outparam, Ok(response));
    let stream = body.write().expect("the stream is taken once");
    for chunk in text.chunks(4096) {
        if stream.blocking_write_and_flush(chunk).is_err() {
            return; // the client is gone
        }
    }
    drop(stream);
    let _ = OutgoingBody::finish(body, None);
}
