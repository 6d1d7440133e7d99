/** The stores that a site may lie in, for suites that hold on each of them. */
import { onTestFinished } from 'vitest';
import { makeDataFolder } from '../support/data-folder.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { copyPlace, inFolder, type Place } from './places.ts';

export type Durable = {
  readonly name: string;
  /** One that nobody has used; it goes with the test. */
  makePlace(): Place;
};

/**
 * Starts a database for the suites of the file that calls it.
 *
 * @param name Of the file, for the names of databases.
 * @example describe.each(durables('restart'))('an alias, on $name', (durable) => { const life = startLives(durable); … })
 */
export function durables(name: string): readonly [embedded: Durable, mongodb: Durable] {
  const nextUrl = mongoDatabases(name, { isLarge: true });
  return [
    { name: 'the embedded store', makePlace: () => inFolder(makeDataFolder()) },
    { name: 'MongoDB', makePlace: () => ({ dataDir: makeDataFolder(), mongodbUrl: nextUrl() }) },
  ];
}

/** A copy that goes with the test. */
export async function makeCopy(place: Place): Promise<Place> {
  const copy = await copyPlace(place);
  onTestFinished(copy.remove);
  return copy.place;
}
