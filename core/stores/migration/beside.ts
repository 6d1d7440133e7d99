/** What lies beside a store and goes along: salts, which end where they were, and the log of erasures. */
import { InklingError } from '../../errors.ts';
import type { ErasureLog, SaltShelf } from '../../ports.ts';
import type { Shelves } from './sides.ts';

/** `stay`: this version has no place for them on one of the sides. */
export type Beside = {
  readonly salts: 'moved' | 'none' | 'stay';
  /** Lines of the log that the target has now; null where it stays. */
  readonly erasures: number | null;
};

/** @example const beside = await copyBeside(from, to) */
export async function copyBeside(from: Shelves, to: Shelves): Promise<Beside> {
  const erasures =
    from.erasures === null || to.erasures === null ? null : await copyErasures(from.erasures, to.erasures);
  return { salts: await copySalts(from.salts, to.salts), erasures };
}

/** Once the target has them: what can be moved is in one place only. */
export async function dropSalts(from: Shelves, to: Shelves): Promise<void> {
  if (from.salts === null || to.salts === null) return;
  // Salts that nobody uses any more would outlive their 48 hours in a folder that no server opens.
  await from.salts.destroy(Number.MAX_SAFE_INTEGER);
}

async function copySalts(from: SaltShelf | null, to: SaltShelf | null): Promise<Beside['salts']> {
  const salts = (await from?.list()) ?? [];
  if (salts.length === 0) return 'none';
  if (to === null) return 'stay';
  for (const salt of salts) await to.put(salt);
  return 'moved';
}

/** Line after line, on from where an earlier run stopped. */
async function copyErasures(from: ErasureLog, to: ErasureLog): Promise<number> {
  const known = to.readLines()[Symbol.asyncIterator]();
  let lines = 0;
  let isNew = false;
  for await (const line of from.readLines()) {
    lines += 1;
    const next: IteratorResult<string> | null = isNew ? null : await known.next();
    isNew = next === null || next.done === true;
    if (isNew) await to.append(line);
    else if (next?.value !== line) throw otherLog();
  }
  if (!isNew && (await known.next()).done !== true) throw otherLog();
  return lines;
}

function otherLog(): InklingError {
  return new InklingError(
    'target_not_empty',
    'migrate',
    'the log of erasures there is of another store',
    'take it out of the way, and run the same command again',
  );
}
