#!/usr/bin/env node
/** The command line, for whichever Node finds it. */
import './newer-node.js';
import './compile-cache.js';

await import('./cli.ts');
