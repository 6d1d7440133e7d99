import { describe } from 'vitest';
import { findObstacle } from './obstacle.ts';

/**
 * A suite that needs a real WordPress: skipped where there can be none, with reason and cure in its title. Whether there
 * can be one is known once it was got, so that this is waited for.
 *
 * @example await describeWordPress('the plugin', () => { it('leaves nothing behind', async () => { … }) })
 */
export async function describeWordPress(title: string, suite: () => void): Promise<void> {
  const obstacle = await findObstacle();
  if (obstacle === null) describe(title, suite);
  else describe.skip(`${title} [${obstacle}]`, suite);
}
