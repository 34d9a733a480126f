// HTTP middleware for WASI 0.2: answers 403 to paths that begin with /closed and passes every other request on.
#include <stdint.h>
#include <stddef.h>
#define IMP(m, n) __attribute__((import_module(m), import_name(n)))
#define EXP(n) __attribute__((export_name(n)))
#define T "wasi:http/types@0.2.12"
IMP("wasi:http/incoming-handler@0.2.12", "handle") void next(int32_t, int32_t);
IMP(T, "[method]incoming-request.path-with-query") void path_with_query(int32_t, void *);
IMP(T, "[resource-drop]incoming-request") void drop_request(int32_t);
IMP(T, "[constructor]fields") int32_t fields(void);
IMP(T, "[constructor]outgoing-response") int32_t response(int32_t);
IMP(T, "[method]outgoing-response.set-status-code") int32_t set_status(int32_t, int32_t);
IMP(T, "[static]response-outparam.set") void outparam_set(int32_t, int32_t, int32_t, int32_t, int64_t, int32_t, int32_t, int32_t, int32_t);

static char heap[65536];
static size_t top;
EXP("cabi_realloc") void *cabi_realloc(void *old, size_t old_n, size_t align, size_t n) {
  top = (top + align - 1) & ~(align - 1);
  char *p = heap + top;
  if (top + n > sizeof heap) __builtin_trap();
  top += n;
  for (size_t i = 0; i < old_n; i++) p[i] = ((char *)old)[i];
  return p;
}
EXP("wasi:http/incoming-handler@0.2.12#handle") void handle(int32_t request, int32_t out) {
  uint32_t ret[4] = {0};
  path_with_query(request, ret);
  const char *path = (const char *)ret[1], *closed = "/closed";
  size_t n = 0;
  if (ret[0] & 0xff) while (n < 7 && n < ret[2] && path[n] == closed[n]) n++;
  if (n < 7) { next(request, out); return; }
  drop_request(request);
  int32_t r = response(fields());
  set_status(r, 403);
  outparam_set(out, 0, r, 0, 0, 0, 0, 0, 0);
}
