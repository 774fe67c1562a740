// The network of cases, contacts and places on a canvas.
//
// A hundred thousand lines are too many to be stroked: they are counted pixel by pixel in a plain array, and the counts are coloured once. What is
// drawn reaches beyond the edges of the canvas, so that moving the picture only copies it; it is drawn anew once it stands still, or
// when it was moved to the end of what there is.
'use strict';
(() => {
  const section = document.querySelector('[data-network]');
  if (!section) return;
  const canvas = section.querySelector('canvas');
  const output = section.querySelector('output');
  const paint = canvas.getContext('2d', { alpha: false });
  const margin = 0.35;
  const style = getComputedStyle(document.documentElement);
  const colour = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const palette = { ground: colour('--ground', '#fff'), ink: colour('--ink', '#111'), line: colour('--ink-faint', '#777'), late: colour('--late', '#b00') };
  const nodeColours = [colour('--late', '#b3211b'), colour('--accent', '#0f5c8c'), colour('--mode-watch', '#8fa9b3'), colour('--soon', '#8a5800')];
  const radii = [5, 2.5, 2, 4];

  let data = null, x = null, y = null, width = 0, height = 0, view = { x: 0, y: 0, scale: 1 }, drawn = null, grid = null, chosen = -1;
  // What the measurement asks for: how long the last whole drawing took, and how many frames were shown.
  const state = { redraw: 0, frames: 0, ready: false };
  section.state = state;

  const bytes = text => { const parts = text.match(/\w\w/g).map(one => parseInt(one, 16)); return parts; };
  const rgb = text => (text.length === 4 ? text.slice(1).split('').map(one => parseInt(one + one, 16)) : bytes(text.slice(1)));

  // Lines, counted by pixel.
  function countLines(counts, w, h, ox, oy) {
    const { from, to } = data, scale = view.scale;
    for (let edge = 0; edge < from.length; edge++) {
      let x0 = (x[from[edge]] - view.x) * scale + ox, y0 = (y[from[edge]] - view.y) * scale + oy;
      let x1 = (x[to[edge]] - view.x) * scale + ox, y1 = (y[to[edge]] - view.y) * scale + oy;
      if ((x0 < 0 && x1 < 0) || (y0 < 0 && y1 < 0) || (x0 >= w && x1 >= w) || (y0 >= h && y1 >= h)) continue;
      let dx = x1 - x0, dy = y1 - y0;
      // Cut at the borders.
      let a = 0, b = 1;
      if (dx !== 0) { const p = -x0 / dx, q = (w - 1 - x0) / dx; a = Math.max(a, Math.min(p, q)); b = Math.min(b, Math.max(p, q)); }
      if (dy !== 0) { const p = -y0 / dy, q = (h - 1 - y0) / dy; a = Math.max(a, Math.min(p, q)); b = Math.min(b, Math.max(p, q)); }
      if (a > b) continue;
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * (b - a)));
      let px = x0 + dx * a, py = y0 + dy * a;
      dx = dx * (b - a) / steps; dy = dy * (b - a) / steps;
      // At a distance a long line says as much with every other pixel.
      for (let step = 0; step <= steps; step++) {
        const place = (py | 0) * w + (px | 0);
        if (place >= 0 && place < counts.length && counts[place] < 255) counts[place]++;
        px += dx; py += dy;
      }
    }
  }

  function draw() {
    const start = performance.now();
    const w = Math.round(width * (1 + 2 * margin)), h = Math.round(height * (1 + 2 * margin));
    const ox = w / 2, oy = h / 2;
    if (!drawn || drawn.canvas.width !== w || drawn.canvas.height !== h) {
      const sheet = new OffscreenCanvas(w, h);
      drawn = { canvas: sheet, paint: sheet.getContext('2d', { alpha: false }), counts: new Uint8Array(w * h), image: new ImageData(w, h) };
    }
    drawn.counts.fill(0);
    countLines(drawn.counts, w, h, ox, oy);
    const [gr, gg, gb] = rgb(palette.ground), [lr, lg, lb] = rgb(palette.line);
    const shades = new Uint32Array(256), many = data.from.length > 5000;
    for (let count = 0; count < 256; count++) {
      const t = count === 0 ? 0 : many ? Math.min(0.9, 0.12 + 0.1 * Math.log2(1 + count)) : Math.min(0.9, 0.35 + 0.15 * count);
      const mix = (g, l) => Math.round(g + (l - g) * t);
      shades[count] = 255 << 24 | mix(gb, lb) << 16 | mix(gg, lg) << 8 | mix(gr, lr);
    }
    const pixels = new Uint32Array(drawn.image.data.buffer);
    for (let place = 0; place < pixels.length; place++) pixels[place] = shades[drawn.counts[place]];
    const crowd = dotNodes(pixels, w, h, ox, oy);
    drawn.paint.putImageData(drawn.image, 0, 0);
    drawNodes(drawn.paint, w, h, ox, oy, crowd);
    drawn.at = { x: view.x, y: view.y, scale: view.scale };
    state.redraw = performance.now() - start;
    show();
  }

  // Thousands of nodes are dots in the same array; says whether they were.
  function dotNodes(pixels, w, h, ox, oy) {
    const { sorts } = data, scale = view.scale;
    let count = 0;
    for (let node = 0; node < sorts.length; node++) {
      const px = (x[node] - view.x) * scale + ox, py = (y[node] - view.y) * scale + oy;
      if (px >= 0 && px < w && py >= 0 && py < h) count++;
    }
    if (count <= 4000) return false;
    const inks = nodeColours.map(one => { const [r, g, b] = rgb(one); return 255 << 24 | b << 16 | g << 8 | r; });
    // Cases come last, on top of their contacts.
    for (const isCase of [false, true]) {
      for (let node = 0; node < sorts.length; node++) {
        if ((sorts[node] === 0) !== isCase) continue;
        const px = (x[node] - view.x) * scale + ox | 0, py = (y[node] - view.y) * scale + oy | 0, side = isCase ? 3 : 2;
        if (px < 0 || py < 0 || px >= w - side || py >= h - side) continue;
        for (let row = 0; row < side; row++) for (let column = 0; column < side; column++) pixels[(py + row) * w + px + column] = inks[sorts[node]];
      }
    }
    return true;
  }

  // Nodes, by what can be told apart: discs and names from near.
  function drawNodes(paint, w, h, ox, oy, crowd) {
    const { sorts, labels } = data, scale = view.scale, seen = [[], [], [], []];
    for (let node = 0; !crowd && node < sorts.length; node++) {
      const px = (x[node] - view.x) * scale + ox, py = (y[node] - view.y) * scale + oy;
      if (px >= 0 && px < w && py >= 0 && py < h) seen[sorts[node]].push(node);
    }
    const zoom = Math.min(2, Math.max(0.5, scale / 12));
    for (const sort of [2, 1, 3, 0]) {
      paint.fillStyle = nodeColours[sort];
      const radius = Math.max(sort === 0 ? 2.5 : 1, radii[sort] * zoom);
      paint.beginPath();
      for (const node of seen[sort]) {
        const px = (x[node] - view.x) * scale + ox, py = (y[node] - view.y) * scale + oy;
        if (sort === 3) paint.rect(px - radius, py - radius, 2 * radius, 2 * radius);
        else { paint.moveTo(px + radius, py); paint.arc(px, py, radius, 0, 6.3); }
      }
      paint.fill();
    }
    paint.fillStyle = palette.ink;
    paint.font = '12px sans-serif';
    let named = 0;
    for (const sort of [0, 3, 1, 2]) {
      if (seen[sort].length > (sort === 0 ? 120 : 60)) continue;
      for (const node of seen[sort]) if (named++ < 200) paint.fillText(labels[node], (x[node] - view.x) * scale + ox + 7, (y[node] - view.y) * scale + oy + 4);
    }
    if (chosen >= 0) {
      paint.strokeStyle = palette.ink;
      paint.lineWidth = 2;
      paint.beginPath();
      paint.arc((x[chosen] - view.x) * scale + ox, (y[chosen] - view.y) * scale + oy, 9, 0, 6.3);
      paint.stroke();
    }
  }

  // What is drawn, moved and scaled to where the view now is.
  function show() {
    const ratio = view.scale / drawn.at.scale;
    const w = drawn.canvas.width * ratio, h = drawn.canvas.height * ratio;
    const left = width / 2 - w / 2 + (drawn.at.x - view.x) * view.scale, top = height / 2 - h / 2 + (drawn.at.y - view.y) * view.scale;
    if (left > 0 || top > 0 || left + w < width || top + h < height) { paint.fillStyle = palette.ground; paint.fillRect(0, 0, width, height); }
    if (ratio === 1) paint.drawImage(drawn.canvas, Math.round(left), Math.round(top));
    else paint.drawImage(drawn.canvas, left, top, w, h);
    state.frames++;
  }

  let waiting = 0, asked = false;
  function moved() {
    if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; show(); }); }
    const far = Math.abs(view.x - drawn.at.x) * view.scale > width * margin || Math.abs(view.y - drawn.at.y) * view.scale > height * margin;
    clearTimeout(waiting);
    waiting = setTimeout(draw, far ? 0 : 120);
  }

  function fit() {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let node = 0; node < x.length; node++) { left = Math.min(left, x[node]); right = Math.max(right, x[node]); top = Math.min(top, y[node]); bottom = Math.max(bottom, y[node]); }
    view = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(60, 0.92 * Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top))) };
    draw();
  }

  function size() {
    width = canvas.clientWidth; height = canvas.clientHeight;
    canvas.width = width; canvas.height = height;
  }

  function lay(kind) {
    if (kind === 'time') {
      // Days to the right and lines downward, in proportions that fill the canvas.
      const days = Math.max(1, ...sample(data.days)), lines = Math.max(1, ...sample(data.lines));
      const stretch = Math.max(1, lines / days) * width / height;
      x = Float32Array.from(data.days, (day, node) => (day + (data.sorts[node] === 0 ? 0 : 0.25 * Math.sin(node))) * stretch);
      y = Float32Array.from(data.lines);
    } else {
      x = Float32Array.from(data.x); y = Float32Array.from(data.y);
    }
    grid = null;
    fit();
  }
  const sample = list => { let most = 0; for (const one of list) if (one > most) most = one; return [most]; };

  // The node under a point: the nearest within some pixels, by a grid made once for a layout.
  function nodeAt(px, py) {
    const cell = 2;
    if (!grid) {
      grid = new Map();
      for (let node = 0; node < x.length; node++) {
        const key = Math.floor(x[node] / cell) + ',' + Math.floor(y[node] / cell);
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push(node);
      }
    }
    const wx = (px - width / 2) / view.scale + view.x, wy = (py - height / 2) / view.scale + view.y, reach = Math.min(20, 12 / view.scale);
    let best = -1, least = reach * reach;
    for (let column = Math.floor((wx - reach) / cell); column <= Math.floor((wx + reach) / cell); column++) {
      for (let row = Math.floor((wy - reach) / cell); row <= Math.floor((wy + reach) / cell); row++) {
        for (const node of grid.get(column + ',' + row) ?? []) {
          const distance = (x[node] - wx) ** 2 + (y[node] - wy) ** 2;
          // Of two that lie on each other the case is meant.
          if (distance < least || (distance <= least * 1.2 && best >= 0 && data.sorts[node] < data.sorts[best])) { best = node; least = Math.max(distance, 1e-6); }
        }
      }
    }
    return best;
  }

  function zoom(factor, px = width / 2, py = height / 2) {
    const next = Math.max(0.01, Math.min(200, view.scale * factor)), real = next / view.scale;
    view.x += (px - width / 2) / view.scale * (1 - 1 / real);
    view.y += (py - height / 2) / view.scale * (1 - 1 / real);
    view.scale = next;
    moved();
  }

  let held = null;
  canvas.addEventListener('pointerdown', event => { held = { x: event.clientX, y: event.clientY, far: 0 }; canvas.setPointerCapture(event.pointerId); });
  canvas.addEventListener('pointermove', event => {
    if (!data) return;
    const box = canvas.getBoundingClientRect();
    if (!held) {
      const node = nodeAt(event.clientX - box.left, event.clientY - box.top);
      output.textContent = node >= 0 ? data.labels[node] : '';
      canvas.style.cursor = node >= 0 ? 'pointer' : 'grab';
      return;
    }
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    held.far += Math.abs(dx) + Math.abs(dy);
    [held.x, held.y] = [event.clientX, event.clientY];
    view.x -= dx / view.scale; view.y -= dy / view.scale;
    moved();
  });
  canvas.addEventListener('pointerup', event => {
    const click = held && held.far < 5;
    held = null;
    if (!click || !data) return;
    const box = canvas.getBoundingClientRect(), node = nodeAt(event.clientX - box.left, event.clientY - box.top);
    if (node >= 0) location.href = data.addresses[node];
  });
  canvas.addEventListener('wheel', event => {
    if (!data) return;
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  canvas.addEventListener('keydown', event => {
    if (!data) return;
    const step = 60 / view.scale;
    const act = {
      ArrowLeft: () => { view.x -= step; moved(); }, ArrowRight: () => { view.x += step; moved(); },
      ArrowUp: () => { view.y -= step; moved(); }, ArrowDown: () => { view.y += step; moved(); },
      '+': () => zoom(1.5), '-': () => zoom(1 / 1.5), 0: () => fit(),
      n: () => { const cases = data.sorts.map((sort, node) => sort === 0 ? node : -1).filter(node => node >= 0); chosen = cases[(cases.indexOf(chosen) + 1) % cases.length]; [view.x, view.y] = [x[chosen], y[chosen]]; output.textContent = data.labels[chosen]; draw(); },
      Enter: () => { if (chosen >= 0) location.href = data.addresses[chosen]; },
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  for (const button of section.querySelectorAll('[data-zoom]')) button.addEventListener('click', () => data && zoom(Number(button.dataset.zoom)));
  section.querySelector('[data-fit]').addEventListener('click', () => data && fit());
  for (const choice of section.querySelectorAll('input[name=layout]')) choice.addEventListener('change', () => data && lay(choice.value));
  new ResizeObserver(() => { if (data && canvas.clientWidth && (canvas.clientWidth !== width || canvas.clientHeight !== height)) { size(); draw(); } }).observe(canvas);

  state.draw = draw;
  state.pan = (dx, dy) => { view.x -= dx / view.scale; view.y -= dy / view.scale; moved(); };
  (async () => {
    const answer = await fetch(section.dataset.network, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    data = await answer.json();
    data.from = Int32Array.from(data.from); data.to = Int32Array.from(data.to);
    section.querySelector('.controls').hidden = false;
    size();
    lay('force');
    state.ready = true;
    section.dataset.ready = 'true';
  })();
})();
