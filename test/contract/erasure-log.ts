/** What every log of erasures must do. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ErasureLog } from '../../core/ports.ts';

export type LogsOpened = {
  /** Opens it anew, on what stands there. */
  readonly open: () => Promise<ErasureLog>;
  readonly dispose: () => Promise<void>;
};

async function readAll(log: ErasureLog): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of log.readLines()) lines.push(line);
  return lines;
}

/** @example erasureLogContract('file', async () => openInTemporaryFolder()) */
export function erasureLogContract(name: string, openPlace: () => Promise<LogsOpened>): void {
  async function place() {
    const { open, dispose } = await openPlace();
    onTestFinished(dispose);
    return open;
  }

  describe(`the log of erasures: ${name}`, () => {
    it('has no line at first', async () => {
      expect(await readAll(await (await place())())).toEqual([]);
    });

    it('has every line that was acknowledged, the oldest first, whoever opened it', async () => {
      const open = await place();
      const [one, two] = [await open(), await open()];
      const lines = Array.from({ length: 12 }, (_, at) => `{"line":${at},"name":"Ærø \\u2028"}`);
      for (const [at, line] of lines.entries()) await (at % 2 === 0 ? one : two).append(line);
      expect(await readAll(one)).toEqual(lines);
      expect(await readAll(await open())).toEqual(lines);
    });

    it('has each line once of those that are written at once', async () => {
      const open = await place();
      const logs = [await open(), await open()];
      const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
      await Promise.all(lines.map((line, at) => logs[at % 2]?.append(line)));
      expect((await readAll(await open())).toSorted()).toEqual(lines.toSorted());
    });

    it('has the same line as often as it was written', async () => {
      const log = await (await place())();
      await log.append('again');
      await log.append('again');
      expect(await readAll(log)).toEqual(['again', 'again']);
    });
  });
}
