// Serves the files that the component is given. What it looks for is the path below its route (the header spin-path-info).
//
//   FALLBACK_PATH     a file to serve where there is none, as single-page applications want it
//   CUSTOM_404_PATH   a file to serve, with status 404, where there is none
//   CACHE_CONTROL     the header cache-control of files
#include "http.h"

#define FILES "wasi:filesystem/types@0.2.0"

IMPORT(FILES, "[method]descriptor.stat-at")
void file_stat(int32_t self, int32_t follow, const char *path, size_t size, void *result);
IMPORT(FILES, "[method]descriptor.open-at")
void file_open(int32_t self, int32_t follow, const char *path, size_t size, int32_t how, int32_t rights, void *result);
IMPORT(FILES, "[method]descriptor.read-via-stream") void file_stream(int32_t self, int64_t offset, void *result);
IMPORT(STREAMS, "[method]output-stream.blocking-splice") void stream_splice(int32_t self, int32_t from, int64_t size, void *result);
IMPORT(STREAMS, "[method]output-stream.blocking-flush") void stream_flush(int32_t self, void *result);
IMPORT(STREAMS, "[resource-drop]input-stream") void input_drop(int32_t self);
IMPORT("wasi:filesystem/preopens@0.2.0", "get-directories") void directories(void *result);

enum { DIRECTORY = 3, REGULAR = 6, FOLLOW = 1, READ = 1 };

typedef struct {
    int32_t handle;
    text path;
} folder;

typedef struct {
    int type; // 0 if there is nothing
    int32_t folder;
    text path;
    uint64_t size;
    uint64_t seconds;
    uint32_t nanoseconds;
} file;

static bool begins(text whole, text start) {
    return whole.size >= start.size && same(part(whole, 0, start.size), start);
}

static text without_slashes(text path) {
    while (path.size && path.at[0] == '/') path = part(path, 1, path.size);
    while (path.size && path.at[path.size - 1] == '/') path.size--;
    return path;
}

// What lies at a path without slashes around it, in the folder that is mounted nearest to it.
static file look(text path) {
    result got;
    directories(&got);
    folder *folders = (folder *)got.words[0];
    file found = {0};
    size_t best = 0;
    bool any = false;
    for (size_t i = 0; i < got.words[1]; i++) {
        text mount = without_slashes(folders[i].path);
        bool inside = !mount.size || (begins(path, mount) && (path.size == mount.size || path.at[mount.size] == '/'));
        if (inside && (!any || mount.size >= best)) {
            any = true;
            best = mount.size;
            found.folder = folders[i].handle;
            found.path = without_slashes(part(path, mount.size, path.size));
        }
    }
    if (!any) return found;
    if (!found.path.size) found.path = TEXT(".");
    result stat;
    file_stat(found.folder, FOLLOW, found.path.at, found.path.size, &stat);
    if (stat.bytes[0]) return found;
    found.type = stat.bytes[8];
    found.size = stat.longs[3];
    found.seconds = stat.bytes[56] ? stat.longs[8] : 0;
    found.nanoseconds = stat.bytes[56] ? stat.words[18] : 0;
    return found;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Undoes percent-encoding. Gives nothing for what is no name of a file: NUL, a backslash, a part `..`.
static bool decode(text path, text *decoded) {
    char *to = cabi_realloc(0, 0, 1, path.size);
    size_t size = 0, start = 0;
    for (size_t i = 0; i < path.size; i++) {
        char c = path.at[i];
        if (c == '%') {
            int high = i + 2 < path.size ? hex(path.at[i + 1]) : -1, low = i + 2 < path.size ? hex(path.at[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high << 4 | low);
            i += 2;
        }
        if (!c || c == '\\') return false;
        to[size++] = c;
        if (c == '/') start = size;
        if (size - start == 2 && to[start] == '.' && to[start + 1] == '.') {
            bool ends = i + 1 == path.size || path.at[i + 1] == '/' || path.at[i + 1] == '%';
            if (ends) return false;
        }
    }
    *decoded = (text){to, size};
    return true;
}

static text content_type(text path) {
    static const struct {
        text ending, type;
    } types[] = {
#define TYPE(ending, type) {{ending, sizeof ending - 1}, {type, sizeof type - 1}}
        TYPE("html", "text/html; charset=utf-8"), TYPE("htm", "text/html; charset=utf-8"), TYPE("css", "text/css; charset=utf-8"),
        TYPE("js", "text/javascript; charset=utf-8"), TYPE("mjs", "text/javascript; charset=utf-8"), TYPE("json", "application/json"),
        TYPE("map", "application/json"), TYPE("txt", "text/plain; charset=utf-8"), TYPE("md", "text/markdown; charset=utf-8"),
        TYPE("csv", "text/csv; charset=utf-8"), TYPE("xml", "application/xml"), TYPE("svg", "image/svg+xml"), TYPE("png", "image/png"),
        TYPE("jpg", "image/jpeg"), TYPE("jpeg", "image/jpeg"), TYPE("gif", "image/gif"), TYPE("webp", "image/webp"), TYPE("avif", "image/avif"),
        TYPE("ico", "image/x-icon"), TYPE("woff", "font/woff"), TYPE("woff2", "font/woff2"), TYPE("ttf", "font/ttf"), TYPE("otf", "font/otf"),
        TYPE("wasm", "application/wasm"), TYPE("pdf", "application/pdf"), TYPE("zip", "application/zip"), TYPE("gz", "application/gzip"),
        TYPE("mp3", "audio/mpeg"), TYPE("ogg", "audio/ogg"), TYPE("wav", "audio/wav"), TYPE("mp4", "video/mp4"), TYPE("webm", "video/webm"),
        TYPE("webmanifest", "application/manifest+json"),
    };
    size_t dot = path.size;
    while (dot && path.at[dot - 1] != '.' && path.at[dot - 1] != '/') dot--;
    text ending = dot && path.at[dot - 1] == '.' ? part(path, dot, path.size) : (text){0, 0};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (same(ending, types[i].ending)) return types[i].type;
    return TEXT("application/octet-stream");
}

static text digits(uint64_t number, unsigned base) {
    char *to = cabi_realloc(0, 0, 1, 24);
    size_t at = 24;
    do {
        to[--at] = "0123456789abcdef"[number % base];
        number /= base;
    } while (number);
    return (text){to + at, 24 - at};
}

static text entity_tag(file of) {
    text stamp = join(join(digits(of.seconds, 16), TEXT("-")), digits(of.nanoseconds, 16));
    return join(join(TEXT("\""), join(join(digits(of.size, 16), TEXT("-")), stamp)), TEXT("\""));
}

// Whether a list of tags has one, or stands for all of them.
static bool lists(text tags, text tag) {
    if (same(tags, TEXT("*"))) return true;
    for (size_t i = 0; i + tag.size <= tags.size; i++)
        if (same(part(tags, i, i + tag.size), tag)) return true;
    return false;
}

static void fail(int32_t outparam, int status, text message) {
    int32_t headers = fields_new();
    add_header(headers, TEXT("content-type"), TEXT("text/plain"));
    if (status == 405) add_header(headers, TEXT("allow"), TEXT("GET, HEAD"));
    send(respond(outparam, status, headers), message);
}

static void send_file(int32_t outparam, int status, file of, text known, bool with_body) {
    result got;
    int32_t opened = 0, from = 0;
    text tag = entity_tag(of);
    bool unchanged = status == 200 && known.size && lists(known, tag);
    if (with_body && !unchanged) {
        file_open(of.folder, FOLLOW, of.path.at, of.path.size, 0, READ, &got);
        if (got.bytes[0]) return fail(outparam, 500, TEXT("The file cannot be read\n"));
        opened = (int32_t)got.words[1];
        file_stream(opened, 0, &got);
        if (got.bytes[0]) return fail(outparam, 500, TEXT("The file cannot be read\n"));
        from = (int32_t)got.words[1];
    }
    int32_t headers = fields_new();
    add_header(headers, TEXT("etag"), tag);
    text cache = variable(TEXT("CACHE_CONTROL"));
    if (cache.size) add_header(headers, TEXT("cache-control"), cache);
    if (!unchanged) {
        add_header(headers, TEXT("content-type"), content_type(of.path));
        // Hosts compare it with the body, and HEAD has none.
        if (with_body) add_header(headers, TEXT("content-length"), digits(of.size, 10));
    }
    int32_t body = respond(outparam, unchanged ? 304 : status, headers);
    if (with_body && !unchanged) {
        body_write(body, &got);
        int32_t to = (int32_t)got.words[1];
        uint64_t left = of.size;
        while (left) {
            stream_splice(to, from, left < 65536 ? (int64_t)left : 65536, &got);
            if (got.bytes[0]) __builtin_trap(); // the head is sent: all that can still be said is that this is not the whole
            left -= got.longs[1];
        }
        stream_flush(to, &got);
        stream_drop(to);
        input_drop(from);
    }
    finish(body);
}

static void redirect_to_folder(int32_t outparam, text path) {
    while (path.size > 1 && path.at[1] == '/') path = part(path, 1, path.size); // two slashes would begin the name of a host
    int32_t headers = fields_new();
    add_header(headers, TEXT("location"), join(path, TEXT("/")));
    finish(respond(outparam, 301, headers));
}

static text until_query(text path) {
    size_t end = 0;
    while (end < path.size && path.at[end] != '?') end++;
    return part(path, 0, end);
}

EXPORT("wasi:http/incoming-handler@0.2.0#handle") void handle(int32_t request, int32_t outparam) {
    result got;
    request_method(request, &got);
    uint8_t method = got.bytes[0];
    if (method > 1) return fail(outparam, 405, TEXT("Only GET and HEAD are answered\n"));

    request_path(request, &got);
    text whole = until_query(got.bytes[0] ? *(text *)&got.words[1] : TEXT("/"));
    int32_t headers = request_headers(request);
    text below = header(headers, TEXT("spin-path-info"));
    text known = header(headers, TEXT("if-none-match"));
    text path;
    if (!decode(below.at ? until_query(below) : whole, &path)) return fail(outparam, 400, TEXT("The path names no file\n"));

    bool as_folder = !path.size || path.at[path.size - 1] == '/';
    file found = look(without_slashes(path));
    if (found.type == DIRECTORY) {
        file index = look(without_slashes(join(join(without_slashes(path), TEXT("/")), TEXT("index.html"))));
        // Relative links of the page must lead into the folder.
        if (index.type == REGULAR && whole.size && whole.at[whole.size - 1] != '/') return redirect_to_folder(outparam, whole);
        found = index;
    } else if (as_folder) {
        found.type = 0;
    }
    int status = 200;
    text otherwise = variable(TEXT("FALLBACK_PATH"));
    if (found.type != REGULAR && otherwise.size) found = look(without_slashes(otherwise));
    otherwise = variable(TEXT("CUSTOM_404_PATH"));
    if (found.type != REGULAR && otherwise.size) {
        found = look(without_slashes(otherwise));
        status = 404;
    }
    if (found.type != REGULAR) return fail(outparam, 404, TEXT("Not Found\n"));
    send_file(outparam, status, found, known, method == 0);
}
