/** `npm start`, for whichever Node finds it. */
import './newer-node.js';
import './compile-cache.js';

await import('./main.ts');
