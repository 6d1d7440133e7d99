import { NOT_PROVEN } from '../../../../core/privacy/findings.ts';
import { readVersion } from '../../version.ts';
import { withInstallation } from '../installation.ts';
import { drawProof, type Proof } from '../prove/drawing.ts';
import { judgeCanary } from '../prove/verdict.ts';
import type { RecordsProof } from '../prove-operations.ts';
import { optionText, type Report, refused, type Verb } from '../verb.ts';

export const proveVerb: Verb = {
  name: 'prove',
  summary: 'Shows that promises were kept, and what it cannot show',
  usage: '[--site S] [--no-canary]',
  options: {
    site: { value: 'S', what: 'short name of the site; all of them unless said' },
    'no-canary': { what: 'leaves the trial out: records alone' },
  },
  positionals: [0, 0],
  details:
    'Salts, what left and what was held back, terms, erasures, ages of keys, from the records; and a trial in a folder of its own: somebody made up is erased and searched for in every byte. Ends with 1 where something does not hold.',
  run: (args, terminal) =>
    withInstallation(terminal, false, async ({ operations }) => {
      const site = optionText(args, 'site');
      const records = await operations.prove(site === undefined ? {} : { site });
      return records.ok ? report(records.value, args.options['no-canary'] !== true) : refused(records);
    }),
};

async function report({ at, sites, findings: own }: RecordsProof, withTrial: boolean): Promise<Report> {
  // A server of its own is loaded where one is asked for.
  const canary = withTrial ? await (await import('../prove/canary.ts')).runCanary() : null;
  const findings = [...own, ...(canary === null ? [] : judgeCanary(canary))];
  const holds = findings.every((finding) => finding.holds);
  const notProven = withTrial
    ? NOT_PROVEN
    : ['that an erasure leaves no byte: the trial was left out', ...NOT_PROVEN];
  const proof: Proof = { at, version: readVersion(), holds, findings, canary, sites, notProven };
  return { exit: holds ? 0 : 1, json: proof, text: drawProof(proof) };
}
