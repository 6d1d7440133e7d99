/** A process that opens a store and says how that went; killed by the test that started it. */
import { InklingError } from '../../core/errors.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);

try {
  await createEmbeddedStore({ dataDir });
  process.stdout.write('open\n');
} catch (error) {
  process.stdout.write(error instanceof InklingError ? `${error.code} ${error.message}\n` : `${error}\n`);
}
