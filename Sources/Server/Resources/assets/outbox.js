// The outbox: forms filled in where there is no network wait on the device and are sent later, exactly once.
//
// A form opts in with data-outbox="NAME", where NAME is the field by which people know it in the list (a tube's code). It needs a hidden
// field `key`: the server does the same key once, so that sending again what may have arrived is safe. Fields with data-keep stay filled in
// for the next; a hidden field with data-now is given the moment of filling in. A form with data-outbox-once is filled in once and goes. What waits belongs to the account that filled it in.
'use strict';
(() => {
  const status = document.querySelector('[data-outbox-status]');
  // The last form may be gone with what it said: that is told all the same.
  if (!status) return;
  const user = document.body.dataset.user ?? '';
  const store = 'shoutu-outbox';
  const read = () => { try { return JSON.parse(localStorage.getItem(store)) ?? []; } catch { return []; } };
  const write = items => localStorage.setItem(store, JSON.stringify(items));
  const mine = () => read().filter(item => item.user === user);
  const alter = change => { write(change(read())); show(); };
  // Keys that were used on this device: a page that was kept for want of a network still carries them.
  const usedKeys = 'shoutu-outbox-used';
  const used = () => { try { return JSON.parse(localStorage.getItem(usedKeys)) ?? []; } catch { return []; } };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  function show(text) {
    const items = mine();
    const refused = items.filter(item => item.problem);
    const waiting = items.length - refused.length;
    const parts = [text];
    if (waiting) parts.push(`${status.dataset.waiting} ${waiting}`);
    if (refused.length) parts.push(`${status.dataset.refused} ${refused.length}`);
    status.hidden = !parts.some(Boolean);
    status.querySelector('[role=status]').textContent = parts.filter(Boolean).join(' · ');
    status.querySelector('[data-outbox-send]').hidden = !waiting;
    status.querySelector('[data-outbox-drop]').hidden = !refused.length;
    status.querySelector('ul').replaceChildren(...items.map(item => {
      const line = document.createElement('li');
      line.textContent = [item.name, item.problem].filter(Boolean).join(': ');
      return line;
    }));
  }

  // What the server answered: done, refused for a reason that a person must read, or not reached.
  async function post(item) {
    const body = new URLSearchParams(item.body);
    const token = document.querySelector('input[name=csrf]')?.value;
    if (token) body.set('csrf', token);
    const response = await fetch(item.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
    if (new URL(response.url).pathname.startsWith('/sign-in') || response.status === 401 || response.status >= 500) throw new Error('not now');
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    return { isDone: response.ok, page };
  }

  const problemOf = page => (page.querySelector('.problem, .error, main p')?.textContent ?? '').trim().slice(0, 300);

  async function flush() {
    let sent = 0;
    for (const item of mine().filter(item => !item.problem)) {
      try {
        const { isDone, page } = await post(item);
        alter(items => isDone ? items.filter(one => one.key !== item.key)
          : items.map(one => one.key === item.key ? { ...one, problem: problemOf(page) } : one));
        if (isDone) sent += 1;
      } catch { break; }
    }
    show(sent ? `${status.dataset.sent} ${sent}` : '');
  }

  // One tab sends; what another is sending already is not sent beside it.
  const flushOnce = () => navigator.locks ? navigator.locks.request(store, flush) : flush();

  function renew(form, button) {
    form.elements.namedItem('key').value = newKey();
    // Of a form of many rows, those that were sent are done with.
    const sent = button?.name === 'only' ? [button] : [...form.querySelectorAll('input[name=chosen]:checked')];
    const rows = sent.map(field => field.closest('[data-row]')).filter(Boolean);
    for (const field of form.elements) {
      if (!field.name || field.type === 'hidden' || 'keep' in field.dataset) continue;
      if (field.type === 'checkbox') field.checked = false;
      else if (!rows.length && (field.tagName === 'INPUT' || field.tagName === 'TEXTAREA')) field.value = '';
    }
    for (const one of form.querySelectorAll('button')) one.disabled = false;
    for (const row of rows) {
      row.classList.add('kept');
      for (const field of row.querySelectorAll('input, button')) field.disabled = true;
    }
    if (!rows.length) form.querySelector('input:not([type=hidden]), textarea')?.focus();
  }

  // Heard before anything else: a part of the page may have been fetched anew, with forms that were not there at first.
  document.addEventListener('submit', async event => {
    const [form, button] = [event.target, event.submitter];
    if (!form.matches?.('form[data-outbox]')) return;
    event.preventDefault();
    for (const field of form.querySelectorAll('[data-now]')) field.value = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    // The button that was pressed says what came of a call.
    const body = new URLSearchParams(new FormData(form, button));
    const name = button?.dataset.name ?? body.get(form.dataset.outbox) ?? '';
    const item = { key: body.get('key'), user, action: form.action, name, body: body.toString() };
    localStorage.setItem(usedKeys, JSON.stringify([...used().slice(-499), item.key]));
    // On the device first: whatever happens to the page now, it is not lost.
    alter(items => [...items.filter(one => one.key !== item.key), item]);
    for (const one of form.querySelectorAll('button')) one.disabled = true;
    try {
      if (!navigator.onLine) throw new Error('offline');
      const { isDone, page } = await post(item);
      alter(items => items.filter(one => one.key !== item.key));
      if (!isDone) return refuse(form, page);
      sessionStorage.setItem(store, page.querySelector('.flash span')?.textContent ?? '');
      location.assign(location.href);
    } catch {
      if ('outboxOnce' in form.dataset) form.hidden = true;
      else renew(form, button);
      show(status.dataset.saved);
    }
  }, true);

  // What is wrong is told beside what was filled in, which stays as it is.
  function refuse(form, page) {
    document.querySelector('.problem')?.remove();
    const told = page.querySelector('.problem') ?? Object.assign(document.createElement('p'), { className: 'problem', textContent: problemOf(page) });
    form.before(document.adoptNode(told));
    for (const button of form.querySelectorAll('button')) button.disabled = false;
  }

  for (const form of document.querySelectorAll('form[data-outbox]')) {
    const key = form.elements.namedItem('key').value;
    if (!used().includes(key)) continue;
    if ('outboxOnce' in form.dataset) form.hidden = true; else form.elements.namedItem('key').value = newKey();
  }

  // The page and what it needs stay on the device, so that it opens again where there is no network.
  navigator.serviceWorker?.register('/worker.js').then(() => navigator.serviceWorker.ready).then(registration =>
    registration.active.postMessage({ keep: location.pathname + location.search })).catch(() => {});

  status.querySelector('[data-outbox-send]').addEventListener('click', flushOnce);
  status.querySelector('[data-outbox-drop]').addEventListener('click', () => alter(items => items.filter(item => item.user !== user || !item.problem)));
  window.addEventListener('online', flushOnce);
  const said = sessionStorage.getItem(store);
  sessionStorage.removeItem(store);
  show(said);
  if (navigator.onLine && mine().some(item => !item.problem)) flushOnce();
})();
