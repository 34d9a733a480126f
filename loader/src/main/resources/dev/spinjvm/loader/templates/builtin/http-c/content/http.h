// wasi:http and what belongs to it, for components that are written without a C library. The canonical ABI is written by hand:
// a result that does not fit one value goes to a buffer, whose layout the Component Model's specification fixes.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define HTTP "wasi:http/types@0.2.0"
#define STREAMS "wasi:io/streams@0.2.0"

IMPORT(HTTP, "[method]incoming-request.method") void request_method(int32_t self, void *result);
IMPORT(HTTP, "[method]incoming-request.path-with-query") void request_path(int32_t self, void *result);
IMPORT(HTTP, "[method]incoming-request.headers") int32_t request_headers(int32_t self);
IMPORT(HTTP, "[constructor]fields") int32_t fields_new(void);
IMPORT(HTTP, "[method]fields.get") void fields_get(int32_t self, const char *name, size_t size, void *result);
IMPORT(HTTP, "[method]fields.append")
void fields_append(int32_t self, const char *name, size_t name_size, const char *value, size_t value_size, void *result);
IMPORT(HTTP, "[constructor]outgoing-response") int32_t response_new(int32_t headers);
IMPORT(HTTP, "[method]outgoing-response.set-status-code") int32_t response_status(int32_t self, int32_t status);
IMPORT(HTTP, "[method]outgoing-response.body") void response_body(int32_t self, void *result);
IMPORT(HTTP, "[method]outgoing-body.write") void body_write(int32_t self, void *result);
IMPORT(HTTP, "[static]outgoing-body.finish") void body_finish(int32_t self, int32_t has_trailers, int32_t trailers, void *result);
IMPORT(HTTP, "[static]response-outparam.set")
void outparam_set(int32_t self, int32_t is_error, int32_t response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);
IMPORT(STREAMS, "[method]output-stream.blocking-write-and-flush")
void stream_write(int32_t self, const char *bytes, size_t size, void *result);
IMPORT(STREAMS, "[resource-drop]output-stream") void stream_drop(int32_t self);
IMPORT("wasi:cli/environment@0.2.0", "get-environment") void environment_get(void *result);

// Enough for every result used here.
typedef union {
    uint8_t bytes[128];
    uint32_t words[32];
    uint64_t longs[16];
} result;

typedef struct {
    const char *at;
    size_t size;
} text;

#define TEXT(literal) ((text){literal, sizeof literal - 1})

// A request has the memory for itself: it is given out and never taken back.
static _Alignas(16) char heap[256 << 10];
static size_t used;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    used = (used + align - 1) & ~(align - 1);
    if (size > sizeof heap - used) __builtin_trap();
    char *block = heap + used;
    used += size;
    for (size_t i = 0; i < old_size && i < size; i++) block[i] = ((char *)old)[i];
    return block;
}

static inline bool same(text a, text b) {
    if (a.size != b.size) return false;
    for (size_t i = 0; i < a.size; i++)
        if (a.at[i] != b.at[i]) return false;
    return true;
}

static inline text join(text a, text b) {
    char *both = cabi_realloc(0, 0, 1, a.size + b.size);
    for (size_t i = 0; i < a.size; i++) both[i] = a.at[i];
    for (size_t i = 0; i < b.size; i++) both[a.size + i] = b.at[i];
    return (text){both, a.size + b.size};
}

static inline text part(text of, size_t from, size_t to) {
    return (text){of.at + from, to - from};
}

// The first value of a header, or nothing.
static inline text header(int32_t fields, text name) {
    result got;
    fields_get(fields, name.at, name.size, &got);
    text *values = (text *)got.words[0];
    return got.words[1] ? values[0] : (text){0, 0};
}

// A variable of the component's environment, or nothing.
static inline text variable(text name) {
    result got;
    environment_get(&got);
    text *pairs = (text *)got.words[0];
    for (size_t i = 0; i < got.words[1]; i++)
        if (same(pairs[2 * i], name)) return pairs[2 * i + 1];
    return (text){0, 0};
}

static inline void add_header(int32_t fields, text name, text value) {
    result got;
    fields_append(fields, name.at, name.size, value.at, value.size, &got);
}

// Sends the head of the response and gives its body.
static inline int32_t respond(int32_t outparam, int status, int32_t headers) {
    result got;
    int32_t response = response_new(headers);
    response_status(response, status);
    response_body(response, &got);
    outparam_set(outparam, 0, response, 0, 0, 0, 0, 0, 0);
    return (int32_t)got.words[1];
}

static inline void finish(int32_t body) {
    result got;
    body_finish(body, 0, 0, &got);
}

// Sends a whole body of at most 4096 bytes, which is what one write takes.
static inline void send(int32_t body, text content) {
    result got;
    body_write(body, &got);
    int32_t stream = (int32_t)got.words[1];
    stream_write(stream, content.at, content.size, &got);
    stream_drop(stream);
    finish(body);
}
