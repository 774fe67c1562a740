// Photographs wait on the device until the server has them: each is kept first and sent then, exactly once, with or without a network.
//
// A place to add some carries data-photographs, the address they go to. A picture is more than the outbox of forms can hold, so these wait
// in a database of the browser, with a key that has the server do the same once. What waits belongs to the account that took it, and goes
// from whichever page is open when the network is back.
'use strict';
(() => {
  const user = document.body.dataset.user;
  if (!user || !window.indexedDB) return;
  const place = () => document.querySelector('[data-photographs]');
  const token = () => place()?.dataset.csrf ?? document.querySelector('input[name=csrf]')?.value;

  const opened = new Promise((done, fail) => {
    const request = indexedDB.open('shoutu-photographs', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('waiting', { keyPath: 'key' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  // One act on what waits.
  const act = async (mode, body) => {
    const transaction = (await opened).transaction('waiting', mode);
    const request = body(transaction.objectStore('waiting'));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => fail(transaction.error);
      transaction.onerror = () => fail(transaction.error);
    });
  };
  const keep = item => act('readwrite', store => store.put(item));
  const drop = key => act('readwrite', store => store.delete(key));
  const mine = async () => (await act('readonly', store => store.getAll())).filter(item => item.user === user).sort((a, b) => a.at - b.at);

  async function show() {
    const here = place();
    const waiting = here?.querySelector('[data-waiting]');
    if (!waiting) return;
    const count = (await mine()).filter(item => item.address === here.dataset.photographs).length;
    waiting.hidden = !count;
    waiting.textContent = count ? `${waiting.dataset.waiting} ${count}. ${waiting.dataset.saved}` : '';
  }

  function tell(text) {
    const problem = document.querySelector('#photograph-problem')
      ?? Object.assign(document.createElement('p'), { id: 'photograph-problem', className: 'problem', role: 'alert' });
    // Above the part that is fetched again when one of them arrived.
    document.querySelector('#thing')?.before(problem);
    problem.textContent = text;
    problem.scrollIntoView({ block: 'center' });
  }

  // Sends what waits, one after another; what the server refuses is told, and is still where the camera put it.
  async function flush() {
    const [told, here] = [[], place()];
    let arrived = false;
    for (const item of await mine()) {
      let answer;
      try {
        answer = await fetch(item.address, {
          method: 'POST', body: item.picture,
          headers: { 'Content-Type': 'application/octet-stream', 'X-CSRF-Token': token() ?? '', 'Idempotency-Key': item.key },
        });
      } catch { break; }
      // Signed out meanwhile, or a server that cannot just now: it goes on waiting.
      if (answer.status === 401 || answer.status >= 500 || new URL(answer.url).pathname.startsWith('/sign-in')) break;
      await drop(item.key);
      if (answer.ok) arrived ||= item.address === here?.dataset.photographs;
      else told.push(`${item.name}: ${answer.headers.get('Content-Type')?.startsWith('text/plain') ? await answer.text() : answer.status}`);
    }
    if (arrived && !told.length) return location.reload();
    await show();
    if (told.length) tell(told.join(' · '));
  }
  // One tab sends.
  const flushOnce = () => navigator.locks ? navigator.locks.request('shoutu-photographs', flush) : flush();

  document.addEventListener('change', async event => {
    const here = event.target.closest?.('[data-photographs]');
    if (!here || !event.target.files?.length) return;
    const [field, bar] = [event.target, here.querySelector('progress')];
    [field.disabled, bar.hidden] = [true, false];
    try {
      for (const file of field.files) {
        const key = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
        await keep({ key, user, address: here.dataset.photographs, name: file.name, picture: await file.arrayBuffer(), at: Date.now() });
      }
      await show();
      await flushOnce();
    } catch { tell(here.dataset.full); }
    [field.disabled, field.value, bar.hidden] = [false, '', true];
  });

  // The page stays on the device, so that what is wrong can be photographed where there is no network.
  if (place()) {
    navigator.serviceWorker?.register('/worker.js').then(() => navigator.serviceWorker.ready).then(registration =>
      registration.active.postMessage({ keep: location.pathname + location.search })).catch(() => {});
  }
  window.addEventListener('online', flushOnce);
  // A part of the page that was fetched anew says what waits, too.
  document.addEventListener('htmx:afterSwap', show);
  show().then(async () => { if (navigator.onLine && (await mine()).length) await flushOnce(); }).catch(() => {});
})();
