import type { VisitorId } from '../../core/entry.ts';
import { openMailWorld } from '../integrations/email/world.ts';
import { keepSilentAt, refuseAt } from '../support/mailbox.ts';
import { channelContract } from './channel.ts';

channelContract('the e-mail channel', async () => {
  const world = await openMailWorld();
  const { mailbox, channel, site } = world;
  const addresses = new Map<VisitorId, string>();
  return {
    channel,
    message: async () => {
      const { email, visitor } = await world.reader();
      addresses.set(visitor, email);
      return world.message(visitor);
    },
    withdraw: async (visitor) => {
      const choice = { purposes: { contact: false }, source: 'page' };
      await site.ask('POST', '/v1/consent', { email: addresses.get(visitor), ...choice });
    },
    stranger: world.visitorOf('nobody@example.com'),
    taken: () => mailbox.arrivals.length,
    behave: (how) => {
      if (how === 'busy')
        mailbox.react(refuseAt('recipient', 450, `4.2.1 ${[...addresses.values()]} is busy`));
      else if (how === 'refuses')
        mailbox.react(refuseAt('data', 554, `5.7.1 not for ${[...addresses.values()]}`));
      else mailbox.react(how === 'silent' ? keepSilentAt('data') : () => null);
    },
    reached: () => mailbox.reached('data'),
    personal: ({ visitor }) => [addresses.get(visitor) ?? 'nobody'],
    stop: world.stop,
  };
});
