/** Who the visitor lets us say they are: consent, device, person. The only code that touches storage. */
import type { TrackerSettings } from '../settings.ts';
import { loadInnerHash } from './inner-hash.ts';
import { guard } from './listen.ts';
import type { Outbox } from './outbox.ts';
import { parse, stringify } from './platform.ts';
import { randomHex } from './random.ts';
import type { Consent, Properties, Sender } from './wire.ts';

/** The one entry of localStorage. */
const ENTRY = 'inkling';

/** What stands in it; without `d` it marks an opt-out. */
type Stored = { readonly d?: string; readonly c?: Consent | undefined };

type ConsentOptions = {
  /** Keep an opt-out on the device, so that it need not be asked again. */
  readonly remember?: boolean;
};

export type Visitor = {
  readonly describe: () => Sender;
  /** What may leave the page: 0 nothing, 1 nothing yet (the visitor may still allow it), 2 everything. */
  readonly reach: () => 0 | 1 | 2;
  /** Takes up what an earlier visit left. Reads storage. */
  readonly restore: () => void;
  readonly methods: {
    readonly consent: (given: Consent, options?: ConsentOptions) => void;
    readonly identify: (id: unknown, traits?: Properties, proof?: string) => void;
    readonly reset: () => void;
  };
};

export function createVisitor(settings: TrackerSettings, origin: string, { push, tell }: Outbox): Visitor {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean };
  const isSilent = globalPrivacyControl || (settings.dnt && doNotTrack === '1');
  let choices: Consent | undefined;
  let device: string | undefined;
  /** A log-in that waits for consent. */
  let claim: (() => void) | undefined;
  let person: Pick<Sender, 'h' | 'pr'> | undefined;
  /** Raw address that waits for consent to contact. */
  let address: string | undefined;

  const reach = (): 0 | 1 | 2 => {
    if (isSilent || choices?.analytics === false) return 0;
    return choices?.analytics || settings.p !== 'consented-only' ? 2 : 1;
  };

  const describe = (): Sender => ({
    g: globalPrivacyControl ? 1 : undefined,
    c: choices,
    dev: device,
    z: device && Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...person,
  });

  const restore = (): void => {
    const stored = !device && recall();
    if (!stored) return;
    choices = { ...stored.c, ...choices };
    device = stored.d;
    if (device && isSilent) tell();
  };

  const consent = (given: Consent, options?: ConsentOptions): void => {
    if ('analytics' in given) restore();
    const merged = { ...choices, ...given };
    if (stringify(merged) !== stringify(choices)) choices = { ...merged, at: Date.now(), ...given };
    if (merged.analytics === false) withdraw(options);
    else if (merged.analytics && !isSilent) allow();
  };

  const allow = (): void => {
    device ??= randomHex();
    keep({ d: device, c: choices });
    claim?.();
    tell({ m: address });
  };

  const withdraw = (options: ConsentOptions | undefined): void => {
    keep(options?.remember && { c: choices });
    forgetPerson();
    if (device) tell();
  };

  const identify = (id: unknown, traits: Properties = {}, proof?: string): void => {
    claim = () => {
      const { email, phone, ...rest } = traits;
      const asked = (person = {});
      claim = undefined;
      push('Traits Updated', rest);
      loadInnerHash(origin, (hash) => {
        // Logged out, or somebody else logged in, while the file was loading.
        if (person !== asked) return;
        person = { h: hash(settings.s, String(id)), pr: proof };
        address = [email, id].find(isAddress);
        tell({ m: address });
      });
    };
    if (choices?.analytics) claim();
  };

  const forgetPerson = (): void => {
    claim = person = address = undefined;
  };

  const reset = (): void => {
    forgetPerson();
    if (device) push('Signed Out');
  };

  return { describe, reach, restore, methods: { consent, identify, reset } };
}

function isAddress(value: unknown): value is string {
  return /@/.test(String(value));
}

function recall(): Stored | undefined {
  try {
    return parse(localStorage.getItem(ENTRY) ?? '');
  } catch {
    return undefined;
  }
}

const keep = guard((entry: Stored | false | undefined) => {
  if (entry) localStorage.setItem(ENTRY, stringify(entry));
  else localStorage.removeItem(ENTRY);
});
