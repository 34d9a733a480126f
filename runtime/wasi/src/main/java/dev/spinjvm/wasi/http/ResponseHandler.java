package dev.spinjvm.wasi.http;

/// What a server gives to a guest to answer one request with. Exactly one of the methods is called, once, on the
/// guest's thread, which goes on afterwards: none of them may block.
public interface ResponseHandler {

    /// The guest has set its response. The head is not sent here but as [BodySink] tells.
    ///
    /// @param status 100 to 999 as the guest chose
    /// @param headers frozen
    /// @return where the body goes
    BodySink respond(int status, Fields headers);

    /// The guest has answered with an error instead of a response.
    void fail(ErrorCode error);

    /// The guest dropped its `response-outparam`, or ended, without an answer.
    void unanswered();
}
