export { Certificate } from './certificate.js';
export { Unsupported, WrongUse } from './errors.js';
export { RevocationList } from './revocation-list.js';
export { verifyBundle } from './verify.js';
export { isVisible, visible } from './visible.js';
export { readZip } from './zip.js';
