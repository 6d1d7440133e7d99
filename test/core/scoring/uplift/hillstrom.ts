/** The MineThatData e-mail experiment: women's e-mail against none, with a visit as the goal. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import type { Trial } from '../../../../core/scoring/uplift/trial.ts';

export const HILLSTROM = '../shared/data/hillstrom.csv.gz';
export const hasHillstrom = existsSync(HILLSTROM);

const ZIPS = ['Surburban', 'Rural', 'Urban'];
const CHANNELS = ['Phone', 'Web', 'Multichannel'];

/** The quoted names of the upper history segments have commas of their own; nothing here reads them. */
function splitLine(line: string): readonly string[] {
  return line.replace(/"[^"]*"/, '').split(',');
}

/** @param every Takes each n-th customer. */
export function readHillstrom(every = 1): Trial {
  const [, ...lines] = gunzipSync(readFileSync(HILLSTROM)).toString('utf8').trim().split(/\r?\n/);
  const rows = lines
    .map(splitLine)
    .filter(([, , , , , , , , segment]) => segment === 'Womens E-Mail' || segment === 'No E-Mail')
    .filter((_, at) => at % every === 0);
  const level = (levels: readonly string[], value = ''): readonly number[] =>
    levels.map((name) => (name === value ? 1 : 0));
  const features = rows.map(([recency, , history, mens, womens, zip, newbie, channel]) =>
    [recency, history, mens, womens, newbie].map(Number).concat(level(ZIPS, zip), level(CHANNELS, channel)),
  );
  return {
    matrix: toMatrix(features),
    treated: Uint8Array.from(rows, ([, , , , , , , , segment]) => (segment === 'No E-Mail' ? 0 : 1)),
    outcomes: Float64Array.from(rows, (row) => Number(row[9])),
    propensities: new Float64Array(rows.length).fill(0.5),
  };
}
