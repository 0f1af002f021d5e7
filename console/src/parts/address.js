/** The address of a place of the console: names as they are, and conditions without the empty ones. */
export function address(path, query = {}) {
  const conditions = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ).toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (conditions ? '?' + conditions : '');
}
