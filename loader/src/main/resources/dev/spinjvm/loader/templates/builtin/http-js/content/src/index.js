async function handle(request) {
  console.log(`Handling request to ${request.url}`);
  return new Response('Hello World!\n', { headers: { 'content-type': 'text/plain' } });
}

addEventListener('fetch', (event) => {
  event.respondWith(handle(event.request));
});
