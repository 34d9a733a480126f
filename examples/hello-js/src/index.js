// Answers every request with a greeting and the path that was asked for.
addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  event.respondWith(new Response(`Hello from JavaScript at ${pathname}\n`, { headers: { 'content-type': 'text/plain' } }));
});
