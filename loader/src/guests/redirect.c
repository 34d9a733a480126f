// Answers every request with a redirection to the variable DESTINATION, with the status of STATUSCODE or 302.
#include "http.h"

static int status_of(text digits) {
    int status = 0;
    for (size_t i = 0; i < digits.size && i < 3; i++) status = status * 10 + (digits.at[i] - '0');
    return digits.size == 3 && status >= 300 && status < 400 ? status : 302;
}

EXPORT("wasi:http/incoming-handler@0.2.0#handle") void handle(int32_t request, int32_t outparam) {
    (void)request;
    text destination = variable(TEXT("DESTINATION"));
    int32_t headers = fields_new();
    if (!destination.size) {
        add_header(headers, TEXT("content-type"), TEXT("text/plain"));
        send(respond(outparam, 500, headers), TEXT("The variable DESTINATION is not set\n"));
        return;
    }
    add_header(headers, TEXT("location"), destination);
    finish(respond(outparam, status_of(variable(TEXT("STATUSCODE"))), headers));
}
