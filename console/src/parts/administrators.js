/** What each role is for. */
export const ROLES = {
  administrator: 'may do everything',
  auditor: 'reads and exports everything, the audit log included, and changes nothing',
  operator: 'sees and ends sessions, and reads health and metrics',
};

/** By which certificate one logs in. */
export const CERTIFICATES = {
  none: 'no certificate',
  pinned: 'this one certificate',
  named: 'any valid certificate that names them',
};

const rules = (a) => a.role === 'administrator' && a.state === 'active';

/**
 * Whether somebody is the last active administrator, who can be neither disabled nor removed nor given another role:
 * the server refuses that, so that somebody is left who can undo things.
 */
export const isLast = (name, all) => all.some((a) => a.name === name && rules(a)) && all.filter(rules).length === 1;

/** By what one logs in, in words. */
export function waysIn({ password, certificate }) {
  const ways = [password ? 'password' : '', certificate === 'none' ? '' : CERTIFICATES[certificate] ?? certificate];
  return ways.filter(Boolean).join(', or ') || 'nothing: cannot log in';
}
