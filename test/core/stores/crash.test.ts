import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { CHECKPOINTING, COMMITTING, COPYING, STATE, WRITING } from '../../../core/stores/phase.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const CHILD = join(import.meta.dirname, '../../support/store-child.ts');

const PHASES = [
  { title: 'inside a transaction', place: STATE, phase: WRITING },
  { title: 'in the middle of a commit', place: STATE, phase: COMMITTING },
  { title: 'in the middle of a checkpoint between commits', place: STATE, phase: CHECKPOINTING },
  { title: 'in the middle of a checkpoint beside commits', place: COPYING, phase: CHECKPOINTING },
];
const ROUNDS = 2;

type Death = Pick<(typeof PHASES)[number], 'phase' | 'place'>;

/** Lets a process write until it kills itself; what it said by then. */
async function writeUntilKilled(dataDir: string, { phase, place }: Death, round: number) {
  const child = spawn(process.execPath, [CHILD, dataDir, `${phase}`, `${place}`, `${round}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<string | null>((resolve) =>
    child.on('exit', (_code, signal) => resolve(signal)),
  );
  const lines = (await text(child.stdout)).split('\n').map((line) => line.split(' '));
  const [died, inFlight] =
    lines
      .find(([word]) => word === 'die')
      ?.slice(1)
      .map(Number) ?? [];
  const acknowledged = lines.flatMap(([word, id]) => (word === 'ack' && id ? [id] : []));
  return { signal: await exited, died, inFlight, acknowledged };
}

function isSound(dataDir: string): boolean {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  const verdict = db.prepare('PRAGMA integrity_check').get();
  db.close();
  return verdict?.integrity_check === 'ok';
}

describe('a store killed with -9', () => {
  for (const { title, phase, place } of PHASES) {
    it(`${title}, with 50 entries or more in flight, keeps every acknowledged entry once`, async () => {
      const dataDir = makeDataFolder();
      const acknowledged: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const killed = await writeUntilKilled(dataDir, { phase, place }, round);
        expect(killed).toMatchObject({ signal: 'SIGKILL', died: phase });
        expect(killed.inFlight).toBeGreaterThanOrEqual(50);
        expect(killed.acknowledged.length).toBeGreaterThan(0);
        acknowledged.push(...killed.acknowledged);

        const store = await createEmbeddedStore({ dataDir });
        const log = await store.readSince(0, 100_000);
        const ids = log.map(({ id }) => id);
        const kept = new Set(ids);
        expect(ids).toHaveLength(kept.size);
        expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
        expect(isSound(dataDir)).toBe(true);
        await store.close();
      }
    });
  }
});
