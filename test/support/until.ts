import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets everything go on until something is the case; the test's own bound ends a wait that would not end. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await nextTurn();
}
