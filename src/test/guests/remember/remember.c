// Answers with the path of the request before, if its memory still holds one. On a host that gives every request a
// fresh or a reset instance the answer is always "nothing".
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define HTTP "wasi:http/types@0.2.12"
#define STREAMS "wasi:io/streams@0.2.12"

IMPORT(HTTP, "[method]incoming-request.path-with-query") void request_path(int32_t self, void *result);
IMPORT(HTTP, "[resource-drop]incoming-request") void request_drop(int32_t self);
IMPORT(HTTP, "[constructor]fields") int32_t fields_new(void);
IMPORT(HTTP, "[constructor]outgoing-response") int32_t response_new(int32_t headers);
IMPORT(HTTP, "[method]outgoing-response.body") void response_body(int32_t self, void *result);
IMPORT(HTTP, "[method]outgoing-body.write") void body_write(int32_t self, void *result);
IMPORT(HTTP, "[static]outgoing-body.finish") void body_finish(int32_t self, int32_t has_trailers, int32_t trailers, void *result);
IMPORT(HTTP, "[static]response-outparam.set")
void outparam_set(int32_t self, int32_t is_error, int32_t response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
IMPORT(STREAMS, "[method]output-stream.blocking-write-and-flush")
void stream_write(int32_t self, const char *bytes, size_t size, void *result);
IMPORT(STREAMS, "[resource-drop]output-stream") void stream_drop(int32_t self);

static char heap[8192];
static size_t used;
static char previous[256] = "nothing";
static size_t previous_size = 7;
static uint32_t calls;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old, (void)old_size;
    used = (used + align - 1) & ~(align - 1);
    if (size > sizeof heap - used) __builtin_trap();
    char *block = heap + used;
    used += size;
    return block;
}

EXPORT("wasi:http/incoming-handler@0.2.12#handle") void handle(int32_t request, int32_t outparam) {
    uint32_t result[8] __attribute__((aligned(8)));
    request_path(request, result);
    const char *path = (const char *)result[1];
    size_t path_size = result[2];
    request_drop(request);

    // Dirty memory beyond the static data too: a grown page that a reset must take away.
    if (__builtin_wasm_memory_size(0) > 1) calls += 100;
    __builtin_wasm_memory_grow(0, 1);
    calls++;

    static char text[300];
    size_t size = 0;
    for (size_t i = 0; i < previous_size; i++) text[size++] = previous[i];
    text[size++] = ' ';
    text[size++] = (char)('0' + calls % 10);
    text[size++] = '\n';
    previous_size = path_size < sizeof previous ? path_size : sizeof previous;
    for (size_t i = 0; i < previous_size; i++) previous[i] = path[i];

    int32_t response = response_new(fields_new());
    response_body(response, result);
    int32_t body = (int32_t)result[1];
    outparam_set(outparam, 0, response, 0, 0, 0, 0, 0, 0);
    body_write(body, result);
    int32_t stream = (int32_t)result[1];
    stream_write(stream, text, size, result);
    stream_drop(stream);
    // A trap after the answer: the instance must not come back.
    if (path_size > 5 && path[1] == 't' && path[2] == 'r' && path[3] == 'a' && path[4] == 'p') __builtin_trap();
    body_finish(body, 0, 0, result);
}
