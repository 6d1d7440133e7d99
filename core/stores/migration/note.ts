/** What a store says of the migration that fills it, or filled it: until that is done it is half a store. */
import { InklingError } from '../../errors.ts';

/** How rows are told: of a migration that another version began nothing is known. */
const VERSION = 1;

export type MigrationNote = {
  readonly version: number;
  readonly state: 'under way' | 'done';
  /** Of the store that it comes from. */
  readonly source: string;
  /** UTC ms of the last change. */
  readonly at: number;
};

/** Under which key it stands among what a store keeps of itself. */
export const NOTE = 'migration';

/** @example writeNote({ state: 'under way', source, at: Date.now() }) */
export function writeNote(note: Omit<MigrationNote, 'version'>): string {
  return JSON.stringify({ version: VERSION, ...note });
}

/** @throws InklingError `store_newer` for one of a version that is not ours. */
export function readNote(text: string): MigrationNote {
  const note: Partial<MigrationNote> = JSON.parse(text);
  if (note.version === VERSION) return note as MigrationNote;
  throw new InklingError(
    'store_newer',
    'migrate',
    'another version of Inkling began to fill this store',
    'go on with that version, or empty the store and begin anew with this one',
  );
}

/**
 * Nobody works on half a store.
 *
 * @throws InklingError `half_migrated` until the migration is done.
 */
export function assertWhole(text: string | null, place: string): void {
  if (text === null || readNote(text).state === 'done') return;
  throw new InklingError(
    'half_migrated',
    place,
    'a migration into it was not finished',
    'run the same `inkling migrate` again: it goes on where it stopped',
  );
}
