// A wasi:http/incoming-handler in C that asks another server and waits: GET /HOST:PORT answers with the status that http://HOST:PORT/ gives, and 500
// where that fails. One page of memory, so that what many waiting requests take is what the host takes.
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))
#define HTTP "wasi:http/types@0.2.12"

IMPORT(HTTP, "[method]incoming-request.path-with-query") void request_path(int32_t self, void *result);
IMPORT(HTTP, "[resource-drop]incoming-request") void request_drop(int32_t self);
IMPORT(HTTP, "[constructor]fields") int32_t fields_new(void);
IMPORT(HTTP, "[constructor]outgoing-request") int32_t outgoing_new(int32_t headers);
IMPORT(HTTP, "[method]outgoing-request.set-scheme")
int32_t outgoing_scheme(int32_t self, int32_t is_some, int32_t scheme, const char *other, size_t other_size);
IMPORT(HTTP, "[method]outgoing-request.set-authority")
int32_t outgoing_authority(int32_t self, int32_t is_some, const char *authority, size_t size);
IMPORT(HTTP, "[method]outgoing-request.set-path-with-query")
int32_t outgoing_path(int32_t self, int32_t is_some, const char *path, size_t size);
IMPORT("wasi:http/outgoing-handler@0.2.12", "handle") void outgoing_handle(int32_t request, int32_t is_some, int32_t options, void *result);
IMPORT(HTTP, "[method]future-incoming-response.subscribe") int32_t future_subscribe(int32_t self);
IMPORT(HTTP, "[method]future-incoming-response.get") void future_get(int32_t self, void *result);
IMPORT("wasi:io/poll@0.2.12", "[method]pollable.block") void pollable_block(int32_t self);
IMPORT("wasi:io/poll@0.2.12", "[resource-drop]pollable") void pollable_drop(int32_t self);
IMPORT(HTTP, "[method]incoming-response.status") int32_t incoming_status(int32_t self);
IMPORT(HTTP, "[constructor]outgoing-response") int32_t response_new(int32_t headers);
IMPORT(HTTP, "[method]outgoing-response.set-status-code") int32_t response_status(int32_t self, int32_t status);
IMPORT(HTTP, "[static]response-outparam.set")
void outparam_set(int32_t self, int32_t is_error, int32_t response, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);

// Every request has a fresh instance, so memory is given out and never taken back.
static char heap[16384];
static size_t used;

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
    (void)old, (void)old_size;
    used = (used + align - 1) & ~(align - 1);
    if (size > sizeof heap - used) __builtin_trap();
    char *block = heap + used;
    used += size;
    return block;
}

// The status that the other server gives, or 500.
static int32_t ask(const char *authority, size_t size) {
    // An error code is aligned to 8 bytes, and so is what may be one.
    uint8_t result[80] __attribute__((aligned(8)));
    int32_t request = outgoing_new(fields_new());
    outgoing_scheme(request, 1, 0, 0, 0);
    if (outgoing_authority(request, 1, authority, size) || outgoing_path(request, 1, "/", 1)) return 500;
    outgoing_handle(request, 0, 0, result);
    if (result[0]) return 500;
    int32_t future = *(int32_t *)(result + 8);
    int32_t pollable = future_subscribe(future);
    pollable_block(pollable);
    pollable_drop(pollable);
    future_get(future, result);
    // option, result, result
    if (!result[0] || result[8] || result[16]) return 500;
    return incoming_status(*(int32_t *)(result + 24));
}

EXPORT("wasi:http/incoming-handler@0.2.12#handle") void handle(int32_t request, int32_t outparam) {
    uint32_t path[3] __attribute__((aligned(8)));
    request_path(request, path);
    request_drop(request);
    int32_t status = (path[0] & 0xff) && path[2] > 1 ? ask((const char *)path[1] + 1, path[2] - 1) : 500;
    int32_t response = response_new(fields_new());
    response_status(response, status);
    outparam_set(outparam, 0, response, 0, 0, 0, 0, 0, 0);
}
