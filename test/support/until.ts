import { setTimeout as pause } from 'node:timers/promises';

/** Between two looks the processor is another's: whoever asks as fast as it can takes it from what it waits for. */
const LOOK_MS = 2;

/** Lets everything go on until something is the case; the test's own bound ends a wait that would not end. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(LOOK_MS);
}
