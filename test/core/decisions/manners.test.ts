import { describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { COUPON, type Given, MAIL, MESSAGE, put } from './world.ts';

const shows = (treatment: Given): Given => ({ variants: [{ key: 'a', treatment }] });
const closes = (dismiss: unknown): Given => shows({ ...MESSAGE, dismiss });
const says = (text: unknown): Given => shows({ ...MESSAGE, text });
const CONTENT = { kind: 'content', text: 'Hi' };
const tour = (label: unknown): Given =>
  shows({ kind: 'tour', steps: [{ title: 'One', text: 'Two', action: { label, url: '/' } }] });

describe('a campaign with manners', () => {
  it.each<[string, Given]>([
    ['"No, thanks"', closes('No, thanks')],
    ['"Not now"', closes('Not now')],
    ['"Continue without it", where i stands inside words', closes('Continue without it')],
    ['"Nicht jetzt", where ich stands inside a word', closes('Nicht jetzt')],
    ['"Vielleicht später"', closes({ en: 'Maybe later', de: 'Vielleicht später' })],
    ['"In Ruhe weiterlesen"', closes('In Ruhe weiterlesen')],
    ['"Einen Moment", which ends like no word of the self', closes('Einen Moment')],
  ])('closes with %s', (_, given) => {
    expect(parseCampaign(put(given), 'hello')).toMatchObject({ ok: true });
  });

  it.each([
    'Only 3 days from order to door.',
    'The last pair of socks they will need.',
    'Just one click.',
    'People have different feet.',
    'A chance to look at it again.',
    'Many shoppers like it.',
  ])('says "%s"', (text) => {
    expect(parseCampaign(put(says(text)), 'hello')).toMatchObject({ ok: true });
  });

  it.each<[string, Given]>([
    ['a message from the cart', { trigger: { event: 'Cart Viewed' } }],
    ['a message after the order', { trigger: { event: 'Order Completed' } }],
    ['content beside who is paying', { trigger: { event: 'Checkout Started' }, ...shows(CONTENT) }],
    [
      'a mail once the checkout was left',
      { channel: 'email', trigger: { event: 'Checkout Started' }, ...shows(MAIL) },
    ],
  ])('shows %s', (_, given) => {
    expect(parseCampaign(put(given), 'hello')).toMatchObject({ ok: true });
  });
});

describe('a campaign without manners', () => {
  it.each<[string, unknown]>([
    ['"No, I like paying more"', 'No, I like paying more'],
    ['"I\'d rather pay more"', "I'd rather pay more"],
    ['"I’m not interested in saving", by a curved apostrophe', 'I’m not interested in saving'],
    ['"Leave me alone"', 'Leave me alone'],
    ['"Nein, ich zahle gern mehr"', 'Nein, ich zahle gern mehr'],
    ['"Mir egal"', 'Mir egal'],
    ['"Meinetwegen ohne mein Geschenk"', 'Ohne mein Geschenk'],
    ['the one of several languages', { en: 'Close', de: 'Nein, ich will nicht sparen' }],
  ])('is refused for closing with %s', (_, dismiss) => {
    expect(parseCampaign(put(closes(dismiss)), 'hello')).toMatchObject({
      ok: false,
      at: 'variants[0].treatment.dismiss',
      hint: expect.stringMatching(/plain word/),
    });
  });

  it.each<[string, unknown, string]>([
    ['only 3 left', says('Only 3 left!'), 'text'],
    ['just two pairs remaining', says('Just two pairs remaining.'), 'text'],
    ['a last chance', says('Your last chance.'), 'text'],
    ['nearly gone', says('Almost sold out'), 'text'],
    ['who looks at it', says('17 people are looking at this.'), 'text'],
    ['nur noch', says({ en: 'Hi', de: 'Nur noch 2 Stück' }), 'text.de'],
    ['letzte Chance', says('Letzte Chance!'), 'text'],
    ['fast weg', says('Fast ausverkauft.'), 'text'],
    ['who has it, in German', says('12 Kunden haben das im Korb.'), 'text'],
    ['it in a title', shows({ ...COUPON, title: 'Last chance' }), 'title'],
    ['it on a button', shows({ ...MESSAGE, action: { label: 'Only 2 left', url: '/' } }), 'action.label'],
    [
      'it on a button in one language',
      shows({ ...MESSAGE, action: { label: { en: 'Buy', de: 'Nur noch 2' }, url: '/' } }),
      'action.label.de',
    ],
    ['it on the button of a tour', tour('Only 2 left'), 'steps[0].action.label'],
    [
      'it on the button of a tour in one language',
      tour({ en: 'Buy', de: 'Nur noch 2' }),
      'steps[0].action.label.de',
    ],
    ['it beside an image', shows({ ...CONTENT, image: { url: '/a.png', alt: 'Only 1 left' } }), 'image.alt'],
  ])('is refused for saying %s', (_, given, at) => {
    expect(parseCampaign(put(given as Given), 'hello')).toMatchObject({
      ok: false,
      at: `variants[0].treatment.${at}`,
      hint: expect.stringMatching(/nobody keeps true/),
    });
  });

  it('is refused for what a step says too', () => {
    const steps = [{ wait: '1h', treatment: { ...MESSAGE, text: 'Only 3 left' } }];
    expect(parseCampaign(put({ steps }), 'hello')).toMatchObject({
      ok: false,
      at: 'steps[0].treatment.text',
    });
  });

  it.each<[string, Given]>([
    ['the checkout begins', { trigger: { event: 'Checkout Started' } }],
    ['payment data are given', { trigger: { event: ['Product Added', 'Payment Info Entered'] } }],
    ['a coupon comes up then', { trigger: { event: 'Checkout Step Viewed' }, ...shows(COUPON) }],
  ])('is refused for interrupting when %s', (_, given) => {
    expect(parseCampaign(put(given), 'hello')).toMatchObject({ ok: false, at: 'trigger.event' });
  });
});
