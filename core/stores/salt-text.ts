/** The salts as the text of one file: by site, the earliest day first. */
import type { SiteId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { ShelvedSalt } from '../ports.ts';

type StoredSalt = Omit<ShelvedSalt, 'site'>;

/**
 * @throws InklingError `corrupt_salts` where it is none of ours.
 * @example readSalts('{}') // []
 */
export function readSalts(text: string | null): readonly ShelvedSalt[] {
  return Object.entries(parse(text)).flatMap(([site, salts]) =>
    salts.map(({ day, createdAt, salt }) => ({ site: site as SiteId, day, createdAt, salt })),
  );
}

/** @example writeSalts(salts) // {"st_one":[{"day":"2026-01-05",…}]} */
export function writeSalts(salts: readonly ShelvedSalt[]): string {
  const bySite = Map.groupBy(salts, ({ site }) => site);
  const entries = [...bySite].map(([site, list]) => [
    site,
    list.map(({ day, createdAt, salt }) => ({ day, createdAt, salt })),
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}

function parse(text: string | null): Record<string, readonly StoredSalt[]> {
  if (text === null || text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (isShelf(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new InklingError(
    'corrupt_salts',
    'salts',
    'the salt file is not readable',
    'remove it: anonymous visitors of today get a new id, nothing else is lost',
  );
}

function isShelf(value: unknown): value is Record<string, readonly StoredSalt[]> {
  return typeof value === 'object' && value !== null && Object.values(value).every(isSaltList);
}

function isSaltList(value: unknown): value is readonly StoredSalt[] {
  return (
    Array.isArray(value) &&
    value.every(
      (salt: Partial<StoredSalt> | null) =>
        typeof salt?.day === 'string' && typeof salt.createdAt === 'number' && typeof salt.salt === 'string',
    )
  );
}
