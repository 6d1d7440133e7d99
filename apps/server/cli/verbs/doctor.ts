import { readSettings, type Settings } from '../../settings.ts';
import { holdsFiles } from '../data-folder.ts';
import { lookAtDatabase } from '../doctor/database.ts';
import type { Finding } from '../doctor/finding.ts';
import { type ClockReading, checkDisk, checkVersions, judgeClock } from '../doctor/machine.ts';
import { checkPermissions } from '../doctor/permissions.ts';
import { checkProxies, checkPublicUrl } from '../doctor/public-url.ts';
import { lookAtStore } from '../doctor/store.ts';
import type { Terminal, Verb } from '../verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  summary: 'Looks at keys, store, disk, clock, proxy and permissions',
  usage: '',
  options: {},
  positionals: [0, 0],
  details:
    'Changes nothing. Each line says ok, warn or fail, and what to do. Exit code 1 where anything fails.',
  run: async (_args, terminal) => {
    const findings = await examine(readSettings(terminal.env), terminal);
    const isWell = findings.every(({ state }) => state !== 'fail');
    return { exit: isWell ? 0 : 1, json: { ok: isWell, findings }, text: findings.map(draw).join('\n') };
  },
};

async function examine(settings: Settings, { clock }: Terminal): Promise<readonly Finding[]> {
  const readClock = (): ClockReading => ({ wallMs: clock.now(), steadyMs: performance.now() });
  const before = readClock();
  const database = await lookAtDatabase(settings, clock);
  const { findings, site, newestReceivedAt } = database.holdsData
    ? await lookAtStore(settings, clock)
    : { findings: [], site: null, newestReceivedAt: null };
  const publicUrl = await checkPublicUrl(settings, site, fetch);
  return [
    checkVersions(process.versions),
    ...database.findings,
    ...findings,
    await checkDisk(settings.dataDir),
    ...(holdsFiles(settings) ? [checkPermissions(settings.dataDir)] : []),
    judgeClock(before, readClock(), newestReceivedAt),
    publicUrl,
    checkProxies(settings),
  ];
}

function draw({ check, state, found, cure }: Finding): string {
  const line = `${state.padEnd(4)}  ${check.padEnd(14)}  ${found}`;
  return cure === undefined ? line : `${line}\n${' '.repeat(22)}${cure}`;
}
