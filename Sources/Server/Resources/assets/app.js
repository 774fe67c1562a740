// What pages gain from a script. Every page works without it: this file only saves steps.
'use strict';

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// Lists of choices that apply at once; the button for it is only for browsers without scripts.
// A part that takes a while comes after the page: from another page, the element of the same name. Without it the page is whole as well.
async function fill(part) {
  try {
    const answer = await fetch(part.dataset.fill, { headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id);
    if (!found) return;
    part.replaceWith(document.adoptNode(found));
    document.dispatchEvent(new CustomEvent('shoutu:filled'));
  } catch { /* The reader has left, or there is no network. */ }
}

function prepare(root) {
  for (const part of $$('[data-fill]', root)) fill(part);
  for (const button of $$('[data-no-script]', root)) button.hidden = true;
  for (const slider of $$('[data-slides]', root)) {
    const field = document.getElementById(slider.dataset.slides);
    slider.addEventListener('input', () => { field.value = slider.value; });
    field.addEventListener('input', () => { slider.value = field.value; });
  }
  for (const list of $$('select[data-auto]', root)) list.addEventListener('change', () => list.form.requestSubmit());
  for (const form of $$('form[method=get]', root)) {
    form.addEventListener('submit', () => { for (const field of form.elements) if (field.name && !field.value) field.disabled = true; });
  }
  showSelection();
}

// Menus close when something else is pressed.
document.addEventListener('click', event => {
  for (const menu of $$('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest('[data-open]');
  if (opener) { event.preventDefault(); $('#' + opener.dataset.open).showModal(); }
  if (event.target.closest('[data-print]')) window.print();
});

// One form is sent once.
document.addEventListener('submit', event => {
  if (event.target.method !== 'post' || event.defaultPrevented) return;
  setTimeout(() => { for (const button of $$('button', event.target)) button.disabled = true; });
});
window.addEventListener('pageshow', () => { for (const button of $$('form[method=post] button:disabled')) button.disabled = false; });

// How many rows are selected.
function showSelection() {
  const place = $('[data-count]');
  if (!place) return;
  const count = $$('.duty input[type=checkbox]:checked').length;
  place.closest('form').classList.toggle('stuck', count > 0);
  place.textContent = count ? `${place.dataset.count} ${count}` : '';
}
document.addEventListener('change', event => { if (event.target.matches('.duty input[type=checkbox]')) showSelection(); });

// The keyboard.
let awaiting = false;
const typing = target => target.closest('input, select, textarea, [contenteditable]');
const rows = () => $$('[data-row]');
const current = () => $('[data-row].current');

function move(step) {
  const all = rows();
  if (!all.length) return;
  const index = all.indexOf(current());
  const next = all[Math.max(0, Math.min(all.length - 1, index + step))];
  current()?.classList.remove('current');
  next.classList.add('current');
  next.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (awaiting) {
    awaiting = false;
    const page = $(`.nav a[data-key="${CSS.escape(key)}"]`);
    if (page) { event.preventDefault(); page.click(); }
    return;
  }
  // Pages with decisions of their own name their keys.
  const pressed = $(`[data-press="${CSS.escape(key)}"]`);
  if (pressed) { event.preventDefault(); pressed.click(); return; }
  const act = {
    '/': () => $('#q')?.focus(),
    g: () => { awaiting = true; setTimeout(() => { awaiting = false; }, 1500); },
    j: () => move(1),
    k: () => move(-1),
    Enter: () => { const address = current()?.dataset.openAddress; if (address) location.href = address; },
    e: () => { const address = current()?.dataset.actAddress ?? $('[data-primary]')?.href; if (address) location.href = address; },
    x: () => current()?.querySelector('input[type=checkbox]')?.click(),
    w: () => { const why = current()?.querySelector('details'); if (why) why.open = !why.open; },
    '?': () => $('#keys')?.showModal(),
  }[key];
  if (!act || (key === 'Enter' && event.target !== document.body)) return;
  event.preventDefault();
  act();
});

// Live: one tab of a browser listens and tells the others; each fetches again what it shows.
function listen(address) {
  const channel = new BroadcastChannel('shoutu-live');
  const hear = topic => {
    if (window.htmx) htmx.trigger(document.body, 'live:' + topic);
  };
  channel.onmessage = message => hear(message.data);
  let wasOpen = false;
  const open = () => new Promise(() => {
    const source = new EventSource(address);
    const tell = topic => { hear(topic); channel.postMessage(topic); };
    const known = new Set();
    const add = topic => { if (!known.has(topic)) { known.add(topic); source.addEventListener(topic, () => tell(topic)); } };
    for (const topic of ['duties', 'situation', 'imports']) add(topic);
    const personal = () => { for (const element of $$('[hx-trigger*="live:person-"]')) add(element.getAttribute('hx-trigger').match(/live:(person-[\w-]+)/)[1]); };
    personal();
    // After a break anything may have changed.
    source.addEventListener('open', () => { if (wasOpen) for (const topic of known) tell(topic); wasOpen = true; });
    channel.addEventListener('message', message => { if (message.data.startsWith?.('want:')) add(message.data.slice(5)); });
  });
  for (const element of $$('[hx-trigger*="live:person-"]')) {
    channel.postMessage('want:' + element.getAttribute('hx-trigger').match(/live:(person-[\w-]+)/)[1]);
  }
  if (navigator.locks) navigator.locks.request('shoutu-live', open); else open();
}

// What is being filled in is not fetched away, nor is it by an answer that was on its way when it began.
const isHeld = place => place.matches('[data-holds]') && $$('input:not([type=hidden])', place).some(field =>
  field.type === 'checkbox' ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
document.addEventListener('htmx:beforeRequest', event => { if (isHeld(event.target)) event.preventDefault(); });
document.addEventListener('htmx:beforeSwap', event => { if (isHeld(event.target)) event.detail.shouldSwap = false; });

// A refreshed part keeps the row, the open explanations and the selection it had.
let kept = null;
document.addEventListener('htmx:beforeSwap', () => {
  kept = { row: rows().indexOf(current()), open: $$('.duty details').map(one => one.open), picked: $$('.duty input:checked').map(one => one.value) };
});
document.addEventListener('htmx:afterSettle', event => {
  prepare(event.target);
  if (!kept) return;
  rows()[kept.row]?.classList.add('current');
  $$('.duty details').forEach((one, index) => { one.open = kept.open[index] ?? false; });
  for (const box of $$('.duty input[type=checkbox]')) box.checked = kept.picked.includes(box.value);
  showSelection();
  document.dispatchEvent(new CustomEvent('shoutu:redraw'));
});

// A file is sent as it is, streamed, with its progress.
function upload(place) {
  const [file, button, bar] = [$('#upload-file'), $('[data-send]', place), $('progress', place)];
  button.addEventListener('click', () => {
    const chosen = file.files[0];
    if (!chosen) { file.click(); return; }
    const address = new URL(place.dataset.upload, location.href);
    for (const field of $$('[name]', place)) if (field.value) address.searchParams.set(field.name, field.value);
    address.searchParams.set('name', chosen.name);
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-CSRF-Token', place.dataset.csrf);
    request.upload.onprogress = event => { bar.value = 100 * event.loaded / event.total; };
    request.onload = () => {
      if (request.responseURL && request.status < 400 && new URL(request.responseURL).pathname !== address.pathname) location.href = request.responseURL;
      else {
        const page = new DOMParser().parseFromString(request.responseText, 'text/html');
        $('#content').replaceWith(page.getElementById('content'));
        prepare(document);
        if ($('[data-upload]')) upload($('[data-upload]'));
      }
    };
    request.onerror = () => { button.disabled = false; bar.hidden = true; };
    button.disabled = true;
    bar.hidden = false;
    request.send(chosen);
  });
}

prepare(document);
if (document.body.dataset.live) listen(document.body.dataset.live);
if ($('[data-upload]')) upload($('[data-upload]'));
