/** What every shelf of salts must do. A shelf is opened several times over the same place, one after the other or at once. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../core/entry.ts';
import type { SaltShelf, ShelvedSalt } from '../../core/ports.ts';

export type ShelvesOpened = {
  /** Opens it anew, on what lies there. */
  readonly open: () => Promise<SaltShelf>;
  readonly dispose: () => Promise<void>;
};

const NOON = Date.UTC(2026, 0, 5, 12);
const DAY = 86_400_000;
const [ONE, TWO] = ['st_one', 'st_two'] as [SiteId, SiteId];

function saltOf(site: SiteId, day: string, createdAt = NOON, byte = 1): ShelvedSalt {
  return { site, day, createdAt, salt: Buffer.alloc(32, byte).toString('base64') };
}

const marks = (salts: readonly Omit<ShelvedSalt, 'salt'>[]) =>
  salts.map(({ site, day }) => `${site} ${day}`).toSorted();

/** @example saltsContract('file', async () => openInTemporaryFolder()) */
export function saltsContract(name: string, openPlace: () => Promise<ShelvesOpened>): void {
  async function place() {
    const { open, dispose } = await openPlace();
    onTestFinished(dispose);
    return open;
  }

  describe(`the shelf of salts: ${name}`, () => {
    it('is empty at first', async () => {
      const shelf = await (await place())();
      expect([await shelf.list(), await shelf.list(ONE), await shelf.destroy(NOON)]).toEqual([[], [], []]);
    });

    it('holds what was put there when it is opened again, the earliest day first', async () => {
      const open = await place();
      const shelf = await open();
      const salts = [
        saltOf(ONE, '2026-01-06', NOON + DAY, 2),
        saltOf(ONE, '2026-01-05'),
        saltOf(TWO, '2026-01-05'),
      ];
      for (const salt of salts) expect(await shelf.put(salt)).toEqual(salt);
      const again = await open();
      expect(await again.list(ONE)).toEqual([salts[1], salts[0]]);
      expect(marks(await again.list())).toEqual([
        'st_one 2026-01-05',
        'st_one 2026-01-06',
        'st_two 2026-01-05',
      ]);
      expect(await again.list('st_on' as SiteId)).toEqual([]);
    });

    it('keeps the first of a site and day, and answers it to whoever comes later', async () => {
      const open = await place();
      const shelf = await open();
      const first = await shelf.put(saltOf(ONE, '2026-01-05', NOON, 1));
      expect(await shelf.put(saltOf(ONE, '2026-01-05', NOON + 1, 2))).toEqual(first);
      expect(await (await open()).put(saltOf(ONE, '2026-01-05', NOON + 2, 3))).toEqual(first);
      expect(await shelf.list()).toEqual([first]);
    });

    it('gives all who make one at once the same', async () => {
      const shelf = await (await place())();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => shelf.put(saltOf(ONE, '2026-01-05', NOON + at, at + 1))),
      );
      const [lying] = await shelf.list();
      expect(answers).toEqual(answers.map(() => lying));
    });

    it('destroys those that were made until then, says which, and no later ones', async () => {
      const open = await place();
      const shelf = await open();
      await shelf.put(saltOf(ONE, '2026-01-05', NOON));
      await shelf.put(saltOf(TWO, '2026-01-05', NOON - 1));
      await shelf.put(saltOf(ONE, '2026-01-06', NOON + 1));
      const gone = await shelf.destroy(NOON);
      expect(marks(gone)).toEqual(['st_one 2026-01-05', 'st_two 2026-01-05']);
      expect(gone.flatMap((salt) => Object.keys(salt)).toSorted()).not.toContain('salt');
      expect(await shelf.destroy(NOON)).toEqual([]);
      expect(marks(await (await open()).list())).toEqual(['st_one 2026-01-06']);
    });

    it('takes another of a day whose salt was destroyed', async () => {
      const shelf = await (await place())();
      await shelf.put(saltOf(ONE, '2026-01-05', NOON, 1));
      await shelf.destroy(NOON);
      const next = saltOf(ONE, '2026-01-05', NOON + 1, 2);
      expect(await shelf.put(next)).toEqual(next);
      expect(await shelf.list()).toEqual([next]);
    });
  });
}
