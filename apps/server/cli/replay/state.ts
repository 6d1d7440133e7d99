/** How far a replay of one file came, kept in the data folder until it is through. */
import { hash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const IDENTITY_BYTES = 64 * 1024;

/** What makes two runs the same: then the second goes on where the first stopped. */
export type ReplayKey = {
  readonly path: string;
  readonly bytes: number;
  readonly siteId: string;
  readonly mapText: string;
  readonly isShifted: boolean;
};

const progressSchema = z.strictObject({
  version: z.literal(1),
  /** Rows of the file that are with the server. */
  rows: z.number().int().min(0),
  shiftMs: z.number(),
});
export type Progress = Pick<z.infer<typeof progressSchema>, 'rows' | 'shiftMs'>;

export type ProgressFile = {
  /** Null where there is nothing to go on with. */
  load(): Promise<Progress | null>;
  save(progress: Progress): Promise<void>;
  clear(): Promise<void>;
};

/** The file is known by size, first and last 64 kB: the same under another name or date. */
export async function openProgress(dataDir: string, key: ReplayKey): Promise<ProgressFile> {
  const folder = join(dataDir, 'replays');
  const path = join(folder, `${await identify(key)}.json`);
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch(() => null);
      return text === null ? null : parse(text);
    },
    save: async ({ rows, shiftMs }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${path}.next`, JSON.stringify({ version: 1, rows, shiftMs }), { mode: 0o600 });
      await rename(`${path}.next`, path);
    },
    clear: () => rm(path, { force: true }),
  };
}

/** A torn or foreign file means starting over, which costs time and changes nothing. */
function parse(text: string): Progress | null {
  try {
    return progressSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function identify({ path, bytes, siteId, mapText, isShifted }: ReplayKey): Promise<string> {
  const file = await open(path);
  try {
    const read = async (position: number): Promise<string> => {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(IDENTITY_BYTES),
        0,
        IDENTITY_BYTES,
        position,
      );
      return hash('sha256', buffer.subarray(0, bytesRead));
    };
    const ends = [await read(0), await read(Math.max(0, bytes - IDENTITY_BYTES))];
    return hash('sha256', JSON.stringify([bytes, ends, siteId, mapText, isShifted])).slice(0, 32);
  } finally {
    await file.close();
  }
}
