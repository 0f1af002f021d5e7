export { verifyBundle } from './verify.js';
export { Unsupported, WrongUse } from './errors.js';
export { readZip } from './zip.js';
export { isVisible, visible } from './visible.js';
