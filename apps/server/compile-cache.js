/**
 * Keeps compiled code, so that the next start takes half the time. Beside the packages, where only those can write who
 * could change the program as well; where nobody can, it starts as it would without.
 * https://nodejs.org/api/module.html#module-compile-cache
 *
 * The module as a whole: a name that an old Node does not have would stop it before `newer-node.js` has its say.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/inkling', import.meta.url)));
