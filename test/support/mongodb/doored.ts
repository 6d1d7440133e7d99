/** A door of one's own in front of a database, and the address through it. */
import { type Door, openDoor } from './one-at-a-time.ts';

/** What every server on a shared database is started with. */
export const SHARED_KEY = Buffer.alloc(32, 7).toString('base64');

/** @example const { door, env } = await openDoored(nextUrl()); const served = await serve({ env }); door.shut(); */
export async function openDoored(direct: string): Promise<{
  readonly door: Door;
  readonly env: { readonly MONGODB_URL: string; readonly MASTER_KEY: string };
}> {
  const { port, pathname } = new URL(direct);
  const door = await openDoor(Number(port));
  const url = `mongodb://127.0.0.1:${door.port}${pathname}?directConnection=true`;
  return { door, env: { MONGODB_URL: url, MASTER_KEY: SHARED_KEY } };
}
