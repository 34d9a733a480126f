declare const self: ServiceWorkerGlobalScope;

async function handle(request: Request): Promise<Response> {
  console.log(`Handling request to ${request.url}`);
  return new Response('Hello World!\n', { headers: { 'content-type': 'text/plain' } });
}

self.addEventListener('fetch', (event) => {
  event.respondWith(handle(event.request));
});

export {};
