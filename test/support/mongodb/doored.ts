/** A door of one's own in front of a database, and the address through it. */
import { type Door, openDoor } from './one-at-a-time.ts';

/** What every server on a shared database is started with. */
export const SHARED_KEY = Buffer.alloc(32, 7).toString('base64');

/**
 * Past a door goes one answer to each question: the driver asks again and again whether the server is well, and does not have
 * it tell by itself.
 *
 * @example createMongoStore({ url: throughDoor(door, nextUrl()) })
 */
export function throughDoor({ port }: Pick<Door, 'port'>, direct: string): string {
  const { pathname } = new URL(direct);
  return `mongodb://127.0.0.1:${port}${pathname}?directConnection=true&serverMonitoringMode=poll`;
}

/** @example const { door, env } = await openDoored(nextUrl()); const served = await serve({ env }); door.shut(); */
export async function openDoored(direct: string): Promise<{
  readonly door: Door;
  readonly env: { readonly MONGODB_URL: string; readonly MASTER_KEY: string };
}> {
  const door = await openDoor(Number(new URL(direct).port));
  return { door, env: { MONGODB_URL: throughDoor(door, direct), MASTER_KEY: SHARED_KEY } };
}
