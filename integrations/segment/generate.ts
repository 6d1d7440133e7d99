/** `npm run segment:generate`: writes what is generated. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateFiles } from './generated.ts';

for (const [path, text] of await generateFiles()) writeFileSync(join(import.meta.dirname, path), text);
