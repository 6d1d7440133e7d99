/** A real SMTP server on a loopback port, which keeps what it is given, and answers as a test says. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { type ParsedMail, parseMail } from './mail-parser.ts';

export type ArrivedMail = ParsedMail & { readonly from: string; readonly to: readonly string[] };

export type SmtpStage = 'connect' | 'from' | 'recipient' | 'data';
/** What the server answers at a stage: a refusal, no answer at all, or yes where it is null. */
export type SmtpReaction = (
  stage: SmtpStage,
) => { readonly code: number; readonly text: string } | 'silence' | null;

export type Mailbox = {
  /** For `INKLING_SMTP_URL`. */
  readonly url: string;
  readonly arrivals: readonly ArrivedMail[];
  /** How often the server was asked to do something, by stage. */
  readonly asked: Readonly<Record<SmtpStage, number>>;
  /** From now on; it takes everything in the beginning. */
  react(reaction: SmtpReaction): void;
  /** The first mail for which it is so; comes when that arrives. */
  waitFor(isSo: (mail: ArrivedMail) => boolean): Promise<ArrivedMail>;
  /** Resolves when the server is asked for the stage the next time. */
  reached(stage: SmtpStage): Promise<void>;
  close(): Promise<void>;
};

export type MailboxOptions = {
  /** Asked for where they are given. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Whether it offers STARTTLS, with a certificate that nobody vouches for. */
  readonly hasTls?: boolean;
};

/** @example const mailbox = await openMailbox(); … await mailbox.waitFor(({ to }) => to.includes('ann@example.com')) */
export async function openMailbox({ login, hasTls = false }: MailboxOptions = {}): Promise<Mailbox> {
  const arrivals: ArrivedMail[] = [];
  const waiting = new Set<() => void>();
  const asked = { connect: 0, from: 0, recipient: 0, data: 0 };
  const reaching = new Map<SmtpStage, (() => void)[]>();
  let reaction: SmtpReaction = () => null;

  function answer(stage: SmtpStage, callback: (error?: Error | null) => void): void {
    asked[stage] += 1;
    const said = reaction(stage);
    for (const tell of reaching.get(stage)?.splice(0) ?? []) tell();
    if (said === null) callback();
    else if (said !== 'silence') callback(Object.assign(new Error(said.text), { responseCode: said.code }));
  }

  const server = new SMTPServer({
    logger: false,
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    // The test writes them where it wants them.
    hideENHANCEDSTATUSCODES: true,
    disabledCommands: [...(hasTls ? [] : ['STARTTLS']), ...(login === undefined ? ['AUTH'] : [])],
    onAuth: ({ username, password }, _session, callback) =>
      username === login?.user && password === login?.password
        ? callback(null, { user: 'ok' })
        : callback(new Error('wrong')),
    onConnect: (_session, callback) => answer('connect', callback),
    onMailFrom: (_address, _session, callback) => answer('from', callback),
    onRcptTo: (_address, _session, callback) => answer('recipient', callback),
    onData: (stream, { envelope }, callback) => {
      buffer(stream).then((raw) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const mail = {
          ...parseMail(raw.toString('utf8')),
          from,
          to: envelope.rcptTo.map(({ address }) => address),
        };
        answer('data', (error) => {
          if (!error) arrivals.push(mail);
          callback(error);
          for (const look of waiting) look();
        });
      }, callback);
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const access =
    login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`;
  return {
    url: `smtp://${access}127.0.0.1:${port}`,
    arrivals,
    asked,
    react: (next) => {
      reaction = next;
    },
    waitFor: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = arrivals.find(isSo);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    reached: (stage) =>
      new Promise((resolve) => {
        reaching.set(stage, [...(reaching.get(stage) ?? []), resolve]);
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** At one stage; everything else is taken. @example mailbox.react(refuseAt('recipient', 550, '5.1.1 no such user')) */
export function refuseAt(stage: SmtpStage, code: number, text: string): SmtpReaction {
  return (at) => (at === stage ? { code, text } : null);
}

export function keepSilentAt(stage: SmtpStage): SmtpReaction {
  return (at) => (at === stage ? 'silence' : null);
}
