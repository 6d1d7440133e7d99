import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { neutralEnvironment } from '../../../support/neutral-environment.ts';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { runPhp, runPhpUnit } from '../../../support/wordpress/php.ts';
import { type PluginFolder, unpackInkling } from './plugin-folder.ts';

const PHP = join(import.meta.dirname, 'php');
const MANY = 1_000_000;
const UNLIMITED = {
  posts_per_second: MANY,
  posts_per_second_of_visitor: MANY,
  new_visitors_per_second: MANY / 60,
};

await describeWordPress('the collect path without WordPress', () => {
  let plugin: PluginFolder;
  let env: { readonly INKLING_PLUGIN: string };
  const sites: string[] = [];

  beforeAll(() => {
    plugin = unpackInkling();
    env = { INKLING_PLUGIN: plugin.path };
  });

  afterAll(() => {
    plugin.remove();
    for (const site of sites) rmSync(site, { recursive: true, force: true });
  });

  const makeSite = async (settings: object) => {
    const site = await runPhp({ file: join(PHP, 'make-site.php'), args: [JSON.stringify(settings)], env });
    sites.push(site);
    return site;
  };

  it('does in PHP what its cases say', async () => {
    const done = await runPhpUnit({ bootstrap: join(PHP, 'bootstrap.php'), folder: PHP, env });
    expect(done.tests).toBeGreaterThan(25);
  });

  it('lets exactly as many claims go as the cap has places, of ten that come at once, for each of 50 visitors', async () => {
    const site = await makeSite({ caps: { welcome: { max: 3, per: 'day' } }, limits: UNLIMITED });
    const claims = Array.from({ length: 10 }, (_, at) =>
      startChild('claim.php', [site, `process-${at}`, '50'], env),
    );
    await Promise.all(claims.map((claim) => claim.reached(1)));
    writeFileSync(join(site, 'start'), '');
    const granted = (await Promise.all(claims.map((claim) => claim.end())))
      .flat()
      .filter((line) => line !== 'ready');
    const all = Array.from({ length: 50 }, (_, at) => String(at + 1));
    expect(granted.toSorted()).toEqual([...all, ...all, ...all].toSorted());
  });

  it('has every event that was acknowledged before a kill -9, also while files are set aside', async () => {
    const site = await makeSite({ limits: UNLIMITED });
    const loops = Array.from({ length: 3 }, (_, at) =>
      startChild('loop.php', [site, `loop-${at}`, '1000000'], env),
    );
    const aside = `
      define( 'INKLING_COLLECT', true );
      require $argv[1] . '/includes/collect/load.php';
      for ( $at = 0; $at < 50; $at++ ) ( new Inkling\\Collect\\Buffer( $argv[2] ) )->set_aside();`;
    await Promise.all(loops.map((loop) => loop.reached(100)));
    await runPhp({ code: aside, args: [plugin.path, site], env });
    const acknowledged = (await Promise.all(loops.map((loop) => loop.kill()))).flat();
    expect(acknowledged.length).toBeGreaterThan(300);
    await runPhp({ file: join(PHP, 'loop.php'), args: [site, 'after', '1'], env });
    const kept = new Set(idsIn(site));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(kept).toContain('after-1');
    expect(readdirSync(site).filter((name) => name.endsWith('.busy.php')).length).toBeGreaterThan(0);
  });
});

function startChild(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn('/usr/bin/php', ['-f', join(PHP, file), '--', ...args], {
    env: { ...neutralEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const ended = once(child, 'close');
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const lines = () => text.split('\n').slice(0, -1);
  return {
    reached: async (count: number) => {
      while (lines().length < count) await once(child.stdout as NodeJS.ReadableStream, 'data');
    },
    end: async () => {
      const [code] = await ended;
      if (code !== 0) throw new Error(`${file} ended with ${code}`);
      return lines();
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      return lines();
    },
  };
}

/** Of all events in the buffer and in what was set aside. */
function idsIn(site: string): readonly string[] {
  const files = readdirSync(site).filter((name) => name.startsWith('buffer'));
  return files.flatMap((name) =>
    readFileSync(join(site, name), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .flatMap((line) => (JSON.parse(line) as { e: { i: string }[] }).e.map(({ i }) => i)),
  );
}
