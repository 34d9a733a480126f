// A wasi:http/incoming-handler in C: answers every request with a greeting and the path that was asked for.
// The canonical ABI is written by hand, so this file needs no generator and no C library.
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define HTTP "wasi:http/types@0.2.12"
#define STREAMS "wasi:io/streams@0.2.12"

IMPORT(HTTP, "[method]incoming-request.path-with-query") void request_path(int32_t self, void *result);
IMPORT(HTTP, "[resource-drop]incoming-request") void request_drop(int32_t self);
IMPORT(HTTP, "[constructor]fields") int32_t fields_new(void);
IMPORT(HTTP, "[method]fields.append")
void fields_append(int32_t self, const char *name, size_t name_size, const char *value, size_t value_size, void *result);
IMPORT(HTTP, "[constructor]outgoing-response") int32_t response_new(int32_t headers);
IMPORT(HTTP, "[method]outgoing-response.body") void response_body(int32_t self, void *result);
IMPORT(HTTP, "[method]outgoing-body.write") void body_write(int32_t self, void *result);
IMPORT(HTTP, "[static]outgoing-body.finish") void body_finish(int32_t self, int32_t has_trailers, int32_t trailers, void *result);
IMPORT(HTTP, "[static]response-outparam.set")
void outparam_set(int32_t self, int32_t is_error, int32_t response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
IMPORT(STREAMS, "[method]output-stream.blocking-write-and-flush")
void stream_write(int32_t self, const char *bytes, size_t size, void *result);
IMPORT(STREAMS, "[resource-drop]output-stream") void stream_drop(int32_t self);

// Every request has a fresh instance, so memory is given out and never taken back.
static char heap[32768];
static size_t used;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    used = (used + align - 1) & ~(align - 1);
    if (size > sizeof heap - used) __builtin_trap();
    char *block = heap + used;
    used += size;
    for (size_t i = 0; i < old_size && i < size; i++) block[i] = ((char *)old)[i];
    return block;
}

static size_t append(char *to, size_t at, size_t limit, const char *text, size_t size) {
    for (size_t i = 0; i < size && at < limit; i++) to[at++] = text[i];
    return at;
}

EXPORT("wasi:http/incoming-handler@0.2.12#handle") void handle(int32_t request, int32_t outparam) {
    uint32_t result[8] __attribute__((aligned(8)));

    request_path(request, result);
    const char *path = (result[0] & 0xff) ? (const char *)result[1] : "/";
    size_t path_size = (result[0] & 0xff) ? result[2] : 1;
    request_drop(request);

    int32_t headers = fields_new();
    fields_append(headers, "content-type", 12, "text/plain", 10, result);
    int32_t response = response_new(headers);
    response_body(response, result);
    int32_t body = (int32_t)result[1];
    outparam_set(outparam, 0, response, 0, 0, 0, 0, 0, 0);

    body_write(body, result);
    int32_t stream = (int32_t)result[1];
    static char text[4096]; // the most that one blocking-write-and-flush takes
    size_t size = append(text, 0, sizeof text, "Hello from C at ", 16);
    size = append(text, size, sizeof text - 1, path, path_size);
    size = append(text, size, sizeof text, "\n", 1);
    stream_write(stream, text, size, result);
    stream_drop(stream);
    body_finish(body, 0, 0, result);
}
