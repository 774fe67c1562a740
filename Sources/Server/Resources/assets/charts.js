// Charts are drawn from the tables beneath them: a table is the one source of what is shown, and what a screen reader reads.
const style = getComputedStyle(document.documentElement);
const colour = name => style.getPropertyValue(name).trim();
const number = cell => Number(cell.textContent.replace(/[^\d.-]/g, '')) || 0;
const charts = new Map();

function frame() {
  return {
    textStyle: { color: colour('--ink-soft'), fontFamily: getComputedStyle(document.body).fontFamily },
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 200,
    // HTML in a tooltip would need inline styles, which the content-security policy forbids.
    tooltip: { renderMode: 'richText', confine: true, backgroundColor: colour('--panel'), borderColor: colour('--line-strong'), textStyle: { color: colour('--ink'), fontSize: 12 } },
  };
}

function curve(place, table) {
  const rows = [...table.tBodies[0].rows];
  const filling = rows.map(row => 'filling' in row.dataset);
  const series = [['outside', 1], ['inside', 2], ['imported', 3]].map(([name, column]) => ({
    name: place.dataset[name], type: 'bar', stack: 'all', barCategoryGap: '15%',
    itemStyle: { color: colour(`--curve-${name}`) },
    data: rows.map((row, index) => ({
      value: number(row.cells[column]),
      itemStyle: filling[index] ? { opacity: .55, decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: colour('--ground') } } : {},
    })),
  }));
  const base = frame();
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: { top: 4, left: 8, itemWidth: 12, itemHeight: 12, textStyle: { color: colour('--ink-soft'), fontSize: 12 } },
    grid: { left: 8, right: 12, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: rows.map(row => row.dataset.day), axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--line-strong') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11, hideOverlap: true } },
    yAxis: { type: 'value', min: 0, minInterval: 1, splitLine: { lineStyle: { color: colour('--line') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11 } },
    series,
  };
}

// Columns say in their heads what they are: bars, lines, or the limits of a band. Bars share a stack; a band is a clear line with a filled one on it.
function series(place, table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => row.cells[column].textContent.trim() === '' ? null : number(row.cells[column]);
  const drawn = [];
  heads.forEach((head, column) => {
    const ink = head.dataset.colour ? colour(head.dataset.colour) : colour('--ink');
    if (head.dataset.series === 'bar') {
      drawn.push({
        name: head.textContent, type: 'bar', stack: 'all', barCategoryGap: '15%', itemStyle: { color: ink },
        data: rows.map(row => ({
          value: value(row, column),
          itemStyle: 'filling' in row.dataset ? { opacity: .55, decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: colour('--ground') } } : {},
        })),
      });
    } else if (head.dataset.series === 'line') {
      drawn.push({ name: head.textContent, type: 'line', symbol: 'none', lineStyle: { width: 2, color: ink }, itemStyle: { color: ink }, data: rows.map(row => value(row, column)), z: 5 });
    } else if (head.dataset.series === 'low') {
      const high = heads.findIndex(other => other.dataset.series === 'high' && other.dataset.band === head.dataset.band);
      const band = { type: 'line', symbol: 'none', silent: true, stack: `band ${head.dataset.band}`, lineStyle: { opacity: 0 }, tooltip: { show: false } };
      drawn.push({ ...band, data: rows.map(row => value(row, column)) });
      drawn.push({
        ...band, areaStyle: { color: ink, opacity: .18 },
        data: rows.map(row => value(row, column) === null ? null : value(row, high) - value(row, column)),
      });
    }
  });
  const threshold = place.dataset.threshold;
  if (threshold && drawn.length) drawn[0].markLine = { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: colour('--ink-soft'), type: 'dashed' }, data: [{ yAxis: Number(threshold) }] };
  const base = frame();
  const named = drawn.filter(one => one.name).map(one => one.name);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: points => {
      const row = rows[points[0].dataIndex];
      return [row.dataset.day, ...heads.slice(1).map((head, index) => [head.textContent, row.cells[index + 1].textContent.trim()]).filter(pair => pair[1]).map(pair => pair.join('  '))].join('\n');
    } },
    legend: { top: 4, left: 8, itemWidth: 12, itemHeight: 12, data: named, textStyle: { color: colour('--ink-soft'), fontSize: 12 } },
    grid: { left: 8, right: 12, top: 40, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: rows.map(row => row.dataset.day), axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--line-strong') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11, hideOverlap: true } },
    yAxis: { type: 'value', min: 0, splitLine: { lineStyle: { color: colour('--line') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11 } },
    series: drawn,
  };
}

// Two policies as fans: the median as a line, the 80 % and 95 % bands behind it, drawn from the quantiles that a row carries.
function fan(place, table) {
  const rows = [...table.tBodies[0].rows];
  const band = (row, name) => (row.dataset[name] ?? '').split(' ').map(Number);
  const kinds = [['present', '--ink-faint'], ['edited', '--accent']].filter(([name]) => rows.some(row => row.dataset[name]));
  const series = kinds.flatMap(([name, tone]) => {
    const quantiles = rows.map(row => band(row, name));
    const area = (low, high, opacity) => [
      { type: 'line', stack: `${name}${low}`, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false }, data: quantiles.map(values => values[low]) },
      { type: 'line', stack: `${name}${low}`, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: colour(tone), opacity }, tooltip: { show: false }, data: quantiles.map(values => values[high] - values[low]) },
    ];
    return [
      ...area(0, 4, .1), ...area(1, 3, .16),
      {
        name: place.dataset[name], type: 'line', symbol: 'none', lineStyle: { color: colour(tone), width: 2, type: name === 'present' ? 'dashed' : 'solid' }, itemStyle: { color: colour(tone) },
        data: quantiles.map(values => values[2]),
      },
    ];
  });
  const base = frame();
  return {
    ...base,
    animation: false,
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: shown => {
      const row = rows[shown[0].dataIndex];
      const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
      return [`${heads[0]} ${row.cells[0].textContent}`, ...kinds.map((_, index) => `${heads[index + 1]}  ${row.cells[index + 1].textContent}`)].join('\n');
    } },
    legend: { top: 4, left: 8, data: kinds.map(([name]) => place.dataset[name]), textStyle: { color: colour('--ink-soft'), fontSize: 12 } },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    xAxis: { type: 'category', boundaryGap: false, data: rows.map(row => row.cells[0].textContent), axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--line-strong') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11, hideOverlap: true } },
    yAxis: { type: 'value', min: 0, minInterval: 1, splitLine: { lineStyle: { color: colour('--line') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11 } },
    series,
  };
}

// Points that open what they stand for: one value across, one up. Those that nobody beats on both are joined by a line; the best bears its name.
function points(place, table) {
  const rows = [...table.querySelectorAll('tr[data-x]')];
  const looks = { best: ['--accent', 16], front: ['--accent', 10], meets: ['--ink-faint', 8], misses: ['--late', 7] };
  const base = frame();
  const front = [];
  for (const point of rows.map(row => [Number(row.dataset.x), Number(row.dataset.y)]).sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (!front.length || point[1] < front[front.length - 1][1]) front.push(point);
  }
  const short = new Intl.NumberFormat(document.documentElement.lang || undefined, { notation: 'compact' });
  const axis = { nameTextStyle: { color: colour('--ink-soft') }, splitLine: { lineStyle: { color: colour('--line') } }, axisLabel: { color: colour('--ink-soft'), fontSize: 11, hideOverlap: true } };
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: point => {
      const heads = [...table.querySelector('thead tr').cells].map(cell => cell.textContent);
      return [...rows[point.dataIndex].cells].map((cell, index) => index ? `${heads[index]}  ${cell.textContent.trim()}` : cell.textContent.trim()).join('\n');
    } },
    grid: { left: 16, right: 48, top: 32, bottom: 28, containLabel: true },
    xAxis: { ...axis, axisLabel: { ...axis.axisLabel, formatter: value => short.format(value) }, type: 'value', min: 0, name: place.dataset.across, nameLocation: 'middle', nameGap: 28 },
    yAxis: { ...axis, type: 'value', min: 0, name: place.dataset.up },
    series: [{
      type: 'line', data: front, step: 'end', silent: true, symbol: 'none', animation: false, lineStyle: { color: colour('--accent'), width: 1.5, type: 'dashed' }, tooltip: { show: false },
      endLabel: { show: front.length > 1, formatter: place.dataset.front, color: colour('--ink-soft'), fontSize: 11, align: 'right', verticalAlign: 'bottom', offset: [-6, -6] },
    }, {
      type: 'scatter',
      data: rows.map(row => ({
        label: { show: row.dataset.kind === 'best', formatter: row.cells[row.cells.length - 1].textContent.trim(), position: 'right', color: colour('--ink'), fontSize: 12 },
        value: [Number(row.dataset.x), Number(row.dataset.y)], symbol: row.dataset.kind === 'misses' ? 'triangle' : 'circle', symbolSize: looks[row.dataset.kind][1],
        itemStyle: { color: row.dataset.kind === 'misses' ? 'transparent' : colour(looks[row.dataset.kind][0]), borderColor: colour(looks[row.dataset.kind][0]), borderWidth: 1 },
      })),
    }],
  };
}

async function map(place, table, echarts) {
  const address = document.body.dataset.boundaries;
  if (!address) return null;
  const rows = [...table.tBodies[0].rows];
  const byCode = new Map(rows.map(row => [row.dataset.code, row]));
  const shapes = await (await fetch(address)).json();
  const codeOf = feature => String(feature.properties.adcode ?? feature.properties.code);
  const features = shapes.features.filter(feature => byCode.has(codeOf(feature)));
  if (!features.length) return null;
  for (const feature of features) feature.properties.name = codeOf(feature);
  // Clusters bear their number and a strong outline, drawn last so that no neighbour's border lies on it.
  const cluster = new Map((document.querySelector('[data-clusters]')?.dataset.clusters || '').split(';')
    .flatMap((codes, index) => codes.split(' ').filter(Boolean).map((code, place) => [code, { number: index + 1, isCentre: place === 0 }])));
  features.sort((one, other) => cluster.has(codeOf(one)) - cluster.has(codeOf(other)));
  echarts.registerMap('territory', { type: 'FeatureCollection', features });
  const values = rows.map(row => Number(row.dataset.value ?? 0));
  const most = Math.max(1, ...values);
  const base = frame();
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const steps = (place.dataset.pieces ?? '1 3 6 10').split(' ').map(Number);
  const pieces = [
    place.dataset.pieces ? { min: 0, max: steps[0], label: `< ${steps[0]}` } : { value: 0, label: '0' },
    ...steps.map((least, index) => index + 1 < steps.length
      ? (place.dataset.pieces ? { min: least, max: steps[index + 1], label: `${least}–${steps[index + 1]}` } : { min: least, max: steps[index + 1] - 1 })
      : { min: least, label: `≥ ${least}` }),
  ];
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: shape => {
      const row = byCode.get(shape.name);
      if (!row) return '';
      const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent);
      return [row.cells[0].textContent.trim(), ...[...row.cells].slice(1).map((cell, index) => `${heads[index + 1]}  ${cell.textContent.trim() || '–'}`)].join('\n');
    } },
    visualMap: {
      type: 'piecewise', left: 8, bottom: 8, itemWidth: 12, itemHeight: 12, itemGap: 2, textStyle: { color: colour('--ink-soft'), fontSize: 11 },
      pieces: pieces.filter(piece => (piece.min ?? piece.value) <= most),
      inRange: { color: dark ? ['#22282e', '#2f5670', '#417d9f', '#66a8cd', '#b5dcf3'] : ['#f3f5f6', '#c3d9e8', '#86b3d0', '#3f7fa9', '#123f5f'] },
    },
    series: [{
      type: 'map', map: 'territory', roam: true, scaleLimit: { min: 1, max: 12 }, aspectScale: 0.89, layoutCenter: ['56%', '50%'], layoutSize: '96%',
      label: { show: false }, selectedMode: false,
      itemStyle: { borderColor: dark ? '#4b535d' : '#b9bfc7', borderWidth: .6 },
      emphasis: { label: { show: false }, itemStyle: { areaColor: colour('--accent-soft'), borderColor: colour('--accent'), borderWidth: 1.5 } },
      // A neighbour without numbers only shows where the others lie.
      data: rows.map(row => {
        const found = place.dataset.pieces ? undefined : cluster.get(row.dataset.code);
        const outline = found ? { itemStyle: { borderColor: colour('--ink'), borderWidth: 1.8 } } : {};
        if (found?.isCentre) outline.label = { show: true, formatter: String(found.number), color: '#000', backgroundColor: '#fff', borderColor: '#000', borderWidth: 1, padding: [2, 5], fontWeight: 'bold', position: 'inside', offset: [0, -20] };
        return row.dataset.value === undefined
          ? { name: row.dataset.code, itemStyle: { areaColor: 'transparent' } }
          : { name: row.dataset.code, value: Number(row.dataset.value), ...outline };
      }),
    }],
  };
}

// 3, 4, 5, 8 → 3–5, 8.
function runs(numbers) {
  const found = [];
  for (const one of numbers) {
    const last = found.at(-1);
    if (last && one === last[1] + 1) last[1] = one; else found.push([one, one]);
  }
  return found.map(([from, until]) => from === until ? `${from}` : from + 1 === until ? `${from}, ${until}` : `${from}–${until}`).join(', ');
}

// The way of somebody over the counties: stops numbered in their order, a broken line where hours are missing between two.
async function route(place, table, echarts) {
  const address = document.body.dataset.boundaries;
  if (!address) return null;
  const codeOf = feature => String(feature.properties.adcode ?? feature.properties.code);
  const areas = place.dataset.areas.split(' ');
  const shapes = await (await fetch(address)).json();
  const features = shapes.features.filter(feature => areas.some(area => codeOf(feature).startsWith(area)));
  if (!features.length) return null;
  const middles = new Map(features.map(feature => [codeOf(feature), feature.properties.cp]));
  const names = new Map(features.map(feature => [codeOf(feature), feature.properties.name]));
  // The library knows shapes by their name; that of a county is its code here.
  for (const feature of features) feature.properties.name = codeOf(feature);
  echarts.registerMap('route', { type: 'FeatureCollection', features });
  const stops = [], legs = [];
  let before = null, isBroken = false;
  for (const row of table.querySelectorAll('tbody tr')) {
    if ('gap' in row.dataset) { isBroken = true; continue; }
    const spot = row.dataset.x ? [Number(row.dataset.x), Number(row.dataset.y)] : middles.get(row.dataset.code);
    // A leg of a journey and what lies outside the map have no spot of their own: the line goes on to the next that has.
    if (!spot) continue;
    const number = Number(row.cells[0].textContent.replace(/\D/g, ''));
    let stop = stops.find(other => other.spot[0] === spot[0] && other.spot[1] === spot[1]);
    if (!stop) stops.push(stop = { spot, numbers: [], rows: [] });
    stop.numbers.push(number);
    stop.rows.push(row);
    if (before && before !== stop) legs.push({ coords: [before.spot, spot], lineStyle: { type: isBroken ? 'dashed' : 'solid', curveness: .18 } });
    isBroken = false;
    before = stop;
  }
  const base = frame();
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const spots = stops.map(stop => stop.spot);
  const [x, y] = [0, 1].map(axis => spots.map(spot => spot[axis]));
  const middle = values => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: shown => shown.seriesType === 'scatter'
      ? stops[shown.dataIndex].rows.map(row => [...row.cells].slice(0, 3).map(cell => cell.textContent.trim()).join('  ')).join('\n')
      : names.get(shown.name) ?? '' },
    geo: {
      map: 'route', roam: true, scaleLimit: { min: .8, max: 12 }, aspectScale: 0.89, left: 12, right: 12, top: 12, bottom: 12,
      ...(spots.length ? { center: [middle(x), middle(y)] } : {}), zoom: 1.15,
      label: { show: true, fontSize: 10, color: colour('--ink-faint'), formatter: shape => names.get(shape.name) ?? '' },
      itemStyle: { areaColor: 'transparent', borderColor: dark ? '#4b535d' : '#b9bfc7', borderWidth: .6 },
      emphasis: { label: { show: true }, itemStyle: { areaColor: colour('--accent-soft') } },
    },
    series: [
      {
        type: 'lines', coordinateSystem: 'geo', silent: true, symbol: ['none', 'arrow'], symbolSize: 9, lineStyle: { color: colour('--ink'), width: 1.5, opacity: .85 },
        data: legs,
      },
      {
        type: 'scatter', coordinateSystem: 'geo', symbol: 'circle', symbolSize: 13, z: 5,
        itemStyle: { color: colour('--ground'), borderColor: colour('--ink'), borderWidth: 2.5 },
        label: { show: true, position: 'top', distance: 4, color: colour('--ink'), fontSize: 12, fontWeight: 'bold', textBorderColor: colour('--ground'), textBorderWidth: 3, formatter: shown => runs(stops[shown.dataIndex].numbers) },
        data: spots,
      },
    ],
  };
}

async function draw(echarts) {
  for (const [place, chart] of charts) if (!place.isConnected) { chart.dispose(); charts.delete(place); }
  for (const place of document.querySelectorAll('[data-chart]')) {
    const table = document.getElementById(place.dataset.table);
    if (!table || charts.has(place)) continue;
    const option = await { map, route, curve, series, fan, points }[place.dataset.chart](place, table, echarts);
    // What has no room yet is drawn once it has some: in none, a map cannot be laid out.
    if (!option || charts.has(place) || !place.clientWidth || !place.clientHeight) continue;
    const chart = echarts.init(place, null, { renderer: 'canvas' });
    chart.setOption(option);
    charts.set(place, chart);
    if (place.dataset.chart === 'map') {
      chart.on('click', shape => {
        const row = table.querySelector(`tr[data-code="${CSS.escape(shape.name)}"]`);
        const link = row?.querySelector('a');
        if (link) location.href = link.href;
      });
    }
  }
}

if (document.body.dataset.echarts && document.querySelector('[data-chart]')) {
  const echarts = await import(document.body.dataset.echarts);
  await draw(echarts);
  document.addEventListener('shoutu:redraw', () => draw(echarts));
  // Estimates come after the page: a map drawn before does not know the clusters yet.
  document.addEventListener('shoutu:filled', () => {
    if (!document.querySelector('[data-clusters]')?.dataset.clusters) return;
    for (const [place, chart] of charts) {
      if (place.dataset.chart !== 'map') continue;
      chart.dispose();
      charts.delete(place);
    }
    draw(echarts);
  });
  // What has another width is drawn anew, not resized: the library cannot resize a map whose shapes are not laid out yet.
  let waiting = 0;
  new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      for (const [place, chart] of charts) {
        if (!place.isConnected || chart.getWidth() === place.clientWidth) continue;
        chart.dispose();
        charts.delete(place);
      }
      draw(echarts);
    }, 150);
  }).observe(document.body);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => location.reload());
}
