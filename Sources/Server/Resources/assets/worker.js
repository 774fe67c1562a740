// The service worker of field pages: what is worked on a stair or at a checkpoint opens again without a network.
//
// The server marks such pages with the header Shoutu-Field, whose value says whose they are. They are fetched anew whenever there is a network,
// kept for one day at most, for one account at a time, and forgotten when somebody signs out. What is filled in waits in the outbox of the
// page itself, not here. `files` stands above: the addresses of the style and scripts, which carry a digest of what they hold.
'use strict';
const pages = 'shoutu-field';
const assets = 'shoutu-assets';
const longest = 24 * 3600 * 1000;

self.addEventListener('install', event => event.waitUntil((async () => {
  const cache = await caches.open(assets);
  const kept = new Set((await cache.keys()).map(request => new URL(request.url).pathname));
  await cache.addAll(self.files.filter(file => !kept.has(file)));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  const cache = await caches.open(assets);
  for (const request of await cache.keys()) if (!self.files.includes(new URL(request.url).pathname)) await cache.delete(request);
  await self.clients.claim();
})()));

const forget = () => caches.delete(pages);

async function keep(address, response) {
  const whose = response.headers.get('Shoutu-Field');
  if (!response.ok || response.redirected || !whose) return;
  let cache = await caches.open(pages);
  for (const request of await cache.keys()) {
    if ((await cache.match(request))?.headers.get('Shoutu-Field') !== whose) {
      await forget();
      cache = await caches.open(pages);
      break;
    }
  }
  const headers = new Headers(response.headers);
  headers.set('Shoutu-Kept', String(Date.now()));
  await cache.put(address, new Response(await response.blob(), { status: 200, headers }));
}

async function kept(address) {
  const cache = await caches.open(pages);
  const found = await cache.match(address);
  if (found && Date.now() - Number(found.headers.get('Shoutu-Kept')) < longest) return found;
  if (found) await cache.delete(address);
  return undefined;
}

// Where a page that is not kept was asked for: those that are.
async function directory() {
  const cache = await caches.open(pages);
  const list = [];
  for (const request of await cache.keys()) {
    const page = await kept(request.url);
    if (!page) continue;
    const [, title = ''] = (await page.text()).match(/<title>([^<]*)<\/title>/) ?? [];
    const { pathname, search } = new URL(request.url);
    list.push(`<li><a href="${pathname}${search.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">${title}</a></li>`);
  }
  const style = self.files.find(file => file.includes('/style.')) ?? '';
  const text = `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>守土</title><link rel="stylesheet" href="${style}"></head><body><main id="content"><h1>没有网络 · No network</h1>`
    + (list.length ? `<p>以下页面可以继续使用，填写内容将在联网后发送。<br>These pages can be used; what is filled in is sent later.</p><ul class="plain">${list.join('')}</ul>`
      : `<p>本机没有保存可离线使用的页面。<br>No page is kept on this device for use without a network.</p>`) + '</main></body></html>';
  return new Response(text, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

async function navigate(request) {
  let response;
  try {
    response = await fetch(request);
  } catch {
    return await kept(request.url) ?? directory();
  }
  // What came is shown, whether or not it can be kept: never an older page in its place.
  try {
    if (new URL(response.url).pathname.startsWith('/sign-in')) await forget();
    await keep(request.url, response.clone());
  } catch { /* Another page was being kept, or there is no room. */ }
  return response;
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method === 'POST' && address.pathname === '/sign-out') event.waitUntil(forget());
  if (request.method !== 'GET') return;
  if (self.files.includes(address.pathname)) {
    event.respondWith((async () => await (await caches.open(assets)).match(request) ?? fetch(request))());
  } else if (request.mode === 'navigate') {
    event.respondWith(navigate(request));
  }
});

// A page that was open before the worker was.
self.addEventListener('message', event => {
  if (!event.data?.keep) return;
  event.waitUntil((async () => {
    const address = new URL(event.data.keep, self.location.origin).href;
    if (await kept(address)) return;
    try { await keep(address, await fetch(address, { credentials: 'same-origin', headers: { Accept: 'text/html' } })); } catch { /* Later. */ }
  })());
});
