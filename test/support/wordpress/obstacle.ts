import { installCommand, missingPackages } from '../runner/packages.ts';
import { prepareCore } from './core.ts';

/**
 * What keeps a WordPress from running here, with the cure. The first call on a machine gets WordPress.
 *
 * @example const obstacle = await findObstacle(); // 'no php-cli: apt-get install …'
 */
export async function findObstacle(): Promise<string | null> {
  const missing = missingPackages('WordPress');
  if (missing.length > 0) return `no ${missing.join(', ')}: ${installCommand(missing)}`;
  try {
    await prepareCore();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
