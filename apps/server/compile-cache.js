/**
 * Keeps compiled code, so that the next start takes half the time. Beside the packages, where only those can write who
 * could change the program as well; where nobody can, it starts as it would without.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/inkling', import.meta.url)));
