/** `npm run shopify:build`: writes what is made for the extensions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtensions } from './built-extensions.ts';

const PROGRAM = join(import.meta.dirname, '../..');

for (const [path, text] of buildExtensions()) writeFileSync(join(PROGRAM, path), text);
