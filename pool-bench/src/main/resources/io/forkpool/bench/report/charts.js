// Draws the page's charts: Chart.java says what each field is. Bars end at the median, error bars at the quartiles.
'use strict';

const COLOURS = ['#2563a8', '#e08a1e', '#3a9b6b', '#8a5ab0'];
const INK = '#1f2933';
const FAINT = '#616e7c';

function digits(value) {
  const size = Math.abs(value);
  if (size >= 1e6) return +(value / 1e6).toPrecision(3) + 'M';
  if (size >= 1e4) return +(value / 1e3).toPrecision(3) + 'k';
  return size >= 1000 ? Math.round(value).toLocaleString('en') : String(+value.toPrecision(size < 1 ? 2 : 3));
}

// Where bars begin on a logarithmic axis. ECharts begins them at 1, so values are divided by this.
function base(chart) {
  if (chart.scale === 'LINEAR' || chart.marks.some(m => m.value === 1)) return 1;
  const lows = [...chart.series.flatMap(s => s.values).filter(v => v).map(v => v.low), ...chart.marks.map(m => m.value)];
  return 10 ** Math.floor(Math.log10(Math.min(...lows)));
}

function valueAxis(chart, lying) {
  const values = chart.series.flatMap(s => s.values).filter(v => v);
  const high = Math.max(...values.map(v => v.high), ...chart.marks.map(m => m.value)) / base(chart);
  const low = Math.min(1, ...values.map(v => v.low / base(chart)));
  const log = chart.scale !== 'LINEAR';
  const room = lying ? 4 : 2.5; // for the numbers at the ends
  return {
    type: log ? 'log' : 'value',
    min: !log ? 0 : low < 1 ? low / room : 1,
    max: log ? high * room : high * 1.12,
    name: lying ? '' : chart.unit,
    nameTextStyle: { color: FAINT, fontSize: 13, align: 'right' },
    axisLabel: { color: FAINT, fontSize: 13, formatter: v => digits(v * base(chart)), showMinLabel: !log || low === 1, showMaxLabel: false },
    splitLine: { lineStyle: { color: '#e4e7eb' }, showMaxLine: false, showMinLine: false },
  };
}

// An error bar on its bar or point, and the number beside it.
function errorBars(chart, series, index, lying) {
  const count = chart.series.length;
  return {
    type: 'custom',
    name: series.name,
    silent: true,
    z: 5,
    data: series.values.map((v, i) => v && [i, v.low / base(chart), v.high / base(chart), v.median]).filter(v => v),
    renderItem(params, api) {
      const at = (value) => api.coord(lying ? [value, api.value(0)] : [api.value(0), value]);
      const low = at(api.value(1));
      const high = at(api.value(2));
      let shift = 0;
      if (chart.kind !== 'LINES') {
        const slot = api.barLayout({ count, barMaxWidth: 46, barGap: '12%', barCategoryGap: '26%' })[index];
        shift = slot.offsetCenter;
      }
      const across = lying ? 1 : 0;
      const move = point => point.map((c, d) => d === across ? c + (lying ? -shift : shift) : c);
      const [a, b] = [move(low), move(high)];
      const cap = (p) => {
        const [from, to] = [[...p], [...p]];
        from[across] -= 4;
        to[across] += 4;
        return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style };
      };
      const style = { stroke: chart.kind === 'LINES' ? COLOURS[index] : INK, lineWidth: 1.3, opacity: 0.75 };
      const backwards = lying && b[0] < at(1)[0]; // left of where bars begin
      const text = {
        type: 'text',
        x: !lying ? b[0] : backwards ? a[0] - 7 : b[0] + 7,
        y: lying ? b[1] : b[1] - 5,
        style: {
          text: digits(api.value(3)),
          align: !lying ? 'center' : backwards ? 'right' : 'left',
          verticalAlign: lying ? 'middle' : 'bottom',
          fill: INK,
          font: 'bold 13px Arial, "Liberation Sans", sans-serif',
        },
      };
      const bar = [{ type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style }, cap(a), cap(b)];
      return { type: 'group', children: chart.kind === 'LINES' ? bar : [...bar, text] };
    },
  };
}

function values(chart, series, index, lying) {
  const lines = chart.kind === 'LINES';
  return {
    type: lines ? 'line' : 'bar',
    name: series.name,
    data: series.values.map(v => v ? v.median / base(chart) : null),
    color: COLOURS[index],
    symbolSize: 8,
    lineStyle: { width: 2.5 },
    barMaxWidth: 46,
    barGap: '12%',
    barCategoryGap: '26%',
    markLine: index === 0 && chart.marks.length > 0 ? {
      silent: true,
      symbol: 'none',
      lineStyle: { color: '#d64545', type: 'dashed', width: 1.5 },
      data: chart.marks.map(m => ({
        [lying ? 'xAxis' : 'yAxis']: m.value / base(chart),
        label: {
          formatter: lying || m.value === 1 ? m.name : `${m.name}:\n${digits(m.value)} ${chart.unit}`,
          position: lying ? 'start' : 'end',
          color: '#b03030',
          fontSize: 12.5,
          lineHeight: 15,
        },
      })),
    } : undefined,
  };
}

function options(chart) {
  const lying = chart.kind === 'LYING_BARS';
  const categories = {
    type: 'category',
    data: chart.categories,
    inverse: lying,
    name: chart.axis,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: FAINT, fontSize: 13 },
    axisLabel: { color: INK, fontSize: 13, interval: 0, width: lying ? 260 : undefined, overflow: 'break' },
    axisTick: { show: false },
  };
  const axis = valueAxis(chart, lying);
  const legend = chart.series.length > 1;
  return {
    animation: false,
    textStyle: { fontFamily: '"Helvetica Neue", Arial, "Liberation Sans", sans-serif' },
    legend: legend ? { top: 4, itemGap: 14, itemWidth: 18, textStyle: { color: INK, fontSize: 13 } } : undefined,
    grid: { left: 8, right: lying ? 30 : chart.marks.length > 0 ? 126 : 14, top: legend ? 58 : 30, bottom: chart.axis ? 26 : 4, containLabel: true },
    tooltip: {
      trigger: 'item',
      formatter(p) {
        const v = chart.series[p.componentIndex % chart.series.length].values[p.dataIndex];
        return `${p.seriesName}, ${p.name}: <b>${digits(v.median)} ${chart.unit}</b><br>${digits(v.low)} – ${digits(v.high)}`;
      },
    },
    xAxis: lying ? axis : categories,
    yAxis: lying ? categories : axis,
    series: [
      ...chart.series.map((s, i) => values(chart, s, i, lying)),
      ...chart.series.map((s, i) => errorBars(chart, s, i, lying)),
    ],
  };
}

const shown = JSON.parse(document.getElementById('data').textContent).map(chart => {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const title = document.createElement('b');
  title.textContent = chart.title;
  const note = document.createElement('span');
  note.textContent = [chart.unit + (chart.scale === 'LINEAR' ? '' : ', logarithmic'), chart.note].filter(t => t).join('; ');
  caption.append(title, note);
  const place = document.createElement('div');
  place.className = 'chart';
  figure.append(caption, place);
  document.getElementById('charts').append(figure);
  const drawn = echarts.init(place, null, { renderer: 'svg' });
  drawn.setOption(options(chart));
  return drawn;
});
window.addEventListener('resize', () => shown.forEach(chart => chart.resize()));
