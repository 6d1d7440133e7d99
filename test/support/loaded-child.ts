/** Preloaded by a process under test (`node --import`): writes the name of each package that it loads, once. */
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';

const PACKAGE = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g;
const STDERR = 2;
const told = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    for (const [, name] of url.matchAll(PACKAGE)) {
      if (name !== undefined && !told.has(name)) writeSync(STDERR, `loaded ${name}\n`);
      told.add(name ?? '');
    }
    return nextLoad(url, context);
  },
});
