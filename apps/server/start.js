/** `npm start`, for whichever Node finds it. */
import './newer-node.js';

await import('./main.ts');
