// A checkpoint's page: scans a code where the browser can, asks the server what it means, and where there is no network reads the code
// itself: 23 bytes big end first (version, risk, registration, minute of issue, hours of validity, ...), 8 of tag, 64 of signature.
'use strict';
(() => {
  const form = document.querySelector('form[data-checkpoint]');
  if (!form) return;
  const panel = document.querySelector('#decision');
  const code = form.elements.namedItem('code');
  const look = form.querySelector('[data-look]');
  const kept = ['checkpoint', 'vehicle', 'transportNumber'].map(name => form.elements.namedItem(name));
  const risks = ['', 'high', 'medium', 'low', 'affectedProvince', 'unaffected', 'abroad'];
  const store = 'shoutu-checkpoint';
  look.type = 'button';
  // The clock of the register, whatever that of the phone says.
  const ahead = Number(form.dataset.clock) - Date.now();
  const now = () => Date.now() + ahead;

  // The post and the vehicle stay for the next person.
  const remembered = (() => { try { return JSON.parse(sessionStorage.getItem(store)) ?? {}; } catch { return {}; } })();
  for (const field of kept) {
    field.dataset.keep = '';
    if (!field.value && remembered[field.name]) field.value = remembered[field.name];
    field.addEventListener('change', () => sessionStorage.setItem(store, JSON.stringify(Object.fromEntries(kept.map(one => [one.name, one.value])))));
  }

  const bytesOf = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
  const number = (bytes, from, count) => bytes.slice(from, from + count).reduce((sum, byte) => sum * 256 + byte, 0);

  async function isGenuine(bytes) {
    if (!globalThis.crypto?.subtle) return undefined;
    const key = await crypto.subtle.importKey('raw', bytesOf(form.dataset.key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes.slice(31), bytes.slice(0, 23));
  }

  function say(text, tone) {
    const line = Object.assign(document.createElement('p'), { textContent: text, className: tone });
    panel.replaceChildren(line);
    return line;
  }

  // What the codes say by themselves, one a person.
  async function decideAlone(text) {
    const codes = [...new Set(text.split(/\s+/))];
    if (codes.length === 1) return readAlone(codes[0]);
    const said = [];
    for (const one of codes) { await readAlone(one); said.push(...panel.childNodes); }
    panel.replaceChildren(...said);
  }

  async function readAlone(text) {
    let bytes;
    try { bytes = bytesOf(text.slice(4)); } catch { bytes = new Uint8Array(); }
    if (!text.startsWith('ST1.') || bytes.length !== 95 || bytes[0] !== 1 || bytes[1] >= risks.length) return say(form.dataset.malformed, 'problem');
    const genuine = await isGenuine(bytes);
    if (genuine === false) return say(form.dataset.forged, 'problem');
    const until = (number(bytes, 8, 4) + number(bytes, 12, 2) * 60) * 60000;
    if (now() > until) return say(form.dataset.expired, 'problem');
    const template = document.querySelector(`template[data-risk="${risks[bytes[1]]}"]`);
    panel.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
    const note = Object.assign(document.createElement('p'), { className: 'soft small', textContent: genuine ? form.dataset.alone : form.dataset.unverified });
    panel.append(note);
  }

  async function decide() {
    const text = code.value.trim();
    if (!text) { code.focus(); return; }
    try {
      if (!navigator.onLine) throw new Error('offline');
      const body = new URLSearchParams(new FormData(form));
      const response = await fetch(form.dataset.decide, { method: 'POST', body, headers: { Accept: 'text/html' } });
      if (response.status >= 500 || response.redirected) throw new Error('not now');
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const problem = page.querySelector('.problem');
      panel.replaceChildren(...document.adoptNode(page.querySelector('#decision')).childNodes);
      if (problem) panel.prepend(Object.assign(document.createElement('p'), { textContent: problem.textContent.trim(), className: 'problem' }));
    } catch { await decideAlone(text); }
  }

  look.addEventListener('click', decide);
  code.addEventListener('paste', () => setTimeout(decide));
  // Named in the outbox by what the checkpoint saw, never by the code.
  form.addEventListener('submit', () => {
    const typed = form.elements.namedItem('name').value;
    const verdict = [...panel.querySelectorAll('.verdict b')].map(one => one.textContent).join(', ');
    const at = new Date(now());
    form.elements.namedItem('checkedAt').value = at.toISOString().replace(/\.\d+Z$/, 'Z');
    const time = at.toTimeString().slice(0, 5);
    form.elements.namedItem('label').value = [time, typed ? typed[0] + '*' : verdict].filter(Boolean).join(' ');
    setTimeout(() => panel.replaceChildren(), 400);
  }, true);

  const scan = form.querySelector('[data-scan]');
  const video = form.querySelector('[data-camera]');
  if ('BarcodeDetector' in globalThis && navigator.mediaDevices) {
    scan.hidden = false;
    scan.addEventListener('click', async () => {
      const detector = new BarcodeDetector({ formats: ['qr_code'] });
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).catch(() => null);
      if (!stream) return;
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      const stop = () => { for (const track of stream.getTracks()) track.stop(); video.hidden = true; };
      const started = Date.now();
      (async function seek() {
        const found = await detector.detect(video).catch(() => []);
        if (found.length) { stop(); code.value = [code.value.trim(), found[0].rawValue].filter(Boolean).join('\n'); await decide(); return; }
        if (Date.now() - started > 30000) { stop(); return; }
        requestAnimationFrame(seek);
      })();
    });
  }
})();
