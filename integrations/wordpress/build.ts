/** `npm run wordpress:zip`: writes the plugin as a zip that wp-admin takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packInkling } from './zip.ts';

const folder = join(import.meta.dirname, '../../dist');
const path = join(folder, 'inkling.zip');
mkdirSync(folder, { recursive: true });
const zip = packInkling();
writeFileSync(path, zip);
process.stdout.write(
  `dist/inkling.zip: ${zip.length.toLocaleString('en')} bytes. Upload it under Plugins, Add New.\n`,
);
