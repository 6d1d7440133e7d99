import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createErasureFile } from '../../core/stores/erasure-file.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';
import { erasureLogContract } from './erasure-log.ts';
import { saltsContract } from './salts.ts';

async function inFolder<T>(open: (dataDir: string) => T) {
  const dataDir = await mkdtemp(join(tmpdir(), 'inkling-beside-'));
  return { open: async () => open(dataDir), dispose: () => rm(dataDir, { recursive: true }) };
}

saltsContract('file', () => inFolder(createSaltFile));
erasureLogContract('file', () => inFolder((dataDir) => createErasureFile(join(dataDir, 'erasures.log'))));
