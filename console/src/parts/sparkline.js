import { html } from 'lit';

const WIDTH = 240;
const HEIGHT = 40;

/** Where the line goes, as a path of SVG; it is interrupted where there is no value. The newest is at the right. */
export function lineOf(values, places, most = Math.max(...values.filter((v) => v !== null), 1)) {
  const step = WIDTH / (places - 1);
  const from = places - values.length;
  let pen = 'M';
  let path = '';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const x = ((from + i) * step).toFixed(1);
    const y = (HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1);
    path += `${pen}${x} ${y}`;
    pen = 'L';
  });
  return path;
}

/** A line without axes. `label` says what it shows to those who do not see it. */
export const sparkline = (values, places, label) =>
  html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
    <path d=${lineOf(values, places)}></path>
  </svg>`;
