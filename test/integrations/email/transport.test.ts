import { describe, expect, it, onTestFinished } from 'vitest';
import { readSmtpUrl, type SmtpTarget } from '../../../integrations/email/smtp-url.ts';
import {
  type ComposedMail,
  createSmtpTransport,
  type MailTransport,
} from '../../../integrations/email/transport.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { type MailboxOptions, openMailbox } from '../../support/mailbox.ts';
import { NOON } from '../../support/served.ts';
import { calm } from './world.ts';

const mail: ComposedMail = {
  from: { name: 'Größe & Söhne, "Reiher"', address: 'post@heron.example' },
  replyTo: 'help@heron.example',
  subject: 'Grüße – und 20 % 😀',
  text: 'Guten Tag',
  html: '<p>Guten Tag</p>',
  messageId: '<a1@heron.example>',
  at: NOON,
  headers: { 'Feedback-ID': 'a:b:c:d' },
};

async function open(options: MailboxOptions, more: Partial<SmtpTarget> = {}) {
  const mailbox = await openMailbox(options);
  const target = { ...readSmtpUrl(mailbox.url, true), ...more };
  const transport: MailTransport = createSmtpTransport(target, createDrivenClock(NOON));
  onTestFinished(async () => {
    transport.close();
    await mailbox.close();
  });
  return { mailbox, send: (to = 'ann@example.com') => transport.send(to, mail, calm()), transport };
}

describe('handing over', () => {
  it('writes every letter of a name and a subject, and asks for nothing but what it says', async () => {
    const { mailbox, send } = await open({});
    expect(await send()).toEqual({ kind: 'taken' });
    const { headers, subject, from } = await mailbox.waitFor(() => true);
    expect([subject, from]).toEqual([mail.subject, 'post@heron.example']);
    expect(headers.get('reply-to')).toBe('help@heron.example');
    expect(headers.get('from')).toContain('<post@heron.example>');
  });

  it('logs in where the address says as whom', async () => {
    const login = { user: 'ann@heron', password: 'p:w/ö?' };
    const { mailbox, send } = await open({ login });
    expect(await send()).toEqual({ kind: 'taken' });
    expect(mailbox.arrivals).toHaveLength(1);
  });

  it('is refused with a wrong password, in words that do not repeat it', async () => {
    const { send } = await open(
      { login: { user: 'ann', password: 'right-secret' } },
      { login: { user: 'ann', password: 'wrong-secret' } },
    );
    const refused = await send();
    expect(refused).toMatchObject({ kind: 'refused', code: 535, isAtRecipient: false });
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it('hands nothing over in the clear where encryption is required', async () => {
    const plain = await open({}, { tls: 'required' });
    expect(await plain.send()).toMatchObject({ kind: expect.stringMatching(/refused|unreached/) });
    expect([plain.mailbox.asked.from, plain.mailbox.arrivals]).toEqual([0, []]);
  });

  it('hands nothing over to a server that nobody vouches for where encryption is required', async () => {
    const forged = await open({ hasTls: true }, { tls: 'required' });
    expect(await forged.send()).toMatchObject({ kind: 'unreached' });
    expect(forged.mailbox.asked.from).toBe(0);
  });

  it('hands over in the clear where that was allowed and nothing else is offered', async () => {
    const { send } = await open({}, { tls: 'optional' });
    expect(await send()).toEqual({ kind: 'taken' });
  });

  it('takes several at once over few connections', async () => {
    const { mailbox, send } = await open({});
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, n) => send(`r${n}@example.com`)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['taken']));
    expect([mailbox.arrivals.length, mailbox.asked.connect <= 4]).toEqual([12, true]);
    expect(mailbox.arrivals.every(({ to }) => to.length === 1)).toBe(true);
  });

  it('answers for what was under way when it is closed', async () => {
    const { mailbox, send, transport } = await open({});
    mailbox.react((stage) => (stage === 'data' ? 'silence' : null));
    const reached = mailbox.reached('data');
    const sending = send();
    await reached;
    transport.close();
    expect(await sending).toMatchObject({ kind: 'unreached' });
  });
});
