/** Positions as the server writes them, `"3,5-9"`, as pairs of a first and a last. */
export const ranges = (text) =>
  text
    ? text.split(',').map((part) => {
        const [first, last = first] = part.split('-').map(Number);
        return [first, last];
      })
    : [];

export const countOf = (text) => ranges(text).reduce((sum, [first, last]) => sum + last - first + 1, 0);

/** "line 3", "lines 3, 5 to 9". */
export const linesOf = (text) =>
  (/^\d+$/.test(text) ? 'line ' : 'lines ') + text.replaceAll(',', ', ').replaceAll('-', ' to ');
