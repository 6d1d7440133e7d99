/** `npm run shopify:dev`: a shop to click through, on this machine only. */
import { InklingError } from '../../core/errors.ts';
import { explainFault } from '../server/crash.ts';
import { devSettingsOf } from './settings.ts';

async function run(): Promise<void> {
  const settings = devSettingsOf(process.env);
  const { startDev } = await import('./dev.ts');
  const { front, adminUrl, serverUrl, stop } = await startDev(settings);
  process.stdout.write(
    [
      'A shop of Shopify’s that is none, with Inkling beside it (docs/shopify.md):',
      `  Admin       ${adminUrl}  (install the app there)`,
      `  Storefront  ${front.url}`,
      `  Inkling     ${serverUrl}`,
      '  Stop with Ctrl+C.\n',
    ].join('\n'),
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

/** What a person can cure, with the cure; anything else as it is. */
function asCurable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_MODULE_NOT_FOUND')
    return new InklingError(
      'not_installed',
      'shopify:dev',
      'what the fake shop is made with is not installed',
      'run `npm ci` without --omit=dev',
    );
  if (code === 'EADDRINUSE')
    return new InklingError(
      'cannot_listen',
      'PORT or SHOP_PORT',
      'it is in use',
      'stop the other program, or set a free one',
    );
  return error;
}

run().catch((error: unknown) => {
  process.stderr.write(explainFault(asCurable(error)));
  process.exit(1);
});
